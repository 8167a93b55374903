import Link from "next/link";
import { artifactHref } from "@/components/artifacts/artifact-href.ts";
import { Card } from "@/components/ui/card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { ArtifactVersionRow } from "@/lib/contracts/artifacts.ts";

type VersionListProps = { project: string; versions: readonly ArtifactVersionRow[]; current: string };

/** VersionList: the versions of an artifact, newest first, each with its commit, author and age. */
export function VersionList({ project, versions, current }: VersionListProps) {
  return (
    <Card isFlush className="max-h-[70dvh] overflow-y-auto">
      <ul>
        {versions.map((row) => (
          <li key={row.version} className="border-hair border-b last:border-b-0">
            <Link
              href={artifactHref(project, row)}
              aria-current={row.version === current ? "page" : undefined}
              className={cn(
                "block border-l-2 px-3 py-2 hover:bg-surface",
                row.version === current ? "border-active bg-active-tint" : "border-transparent",
              )}
            >
              <span className="flex items-baseline justify-between gap-2">
                <span className="mono truncate">
                  {row.name}@{row.version}
                </span>
                <span className="whitespace-nowrap text-meta text-neutral">
                  {row.sighting ? <RelativeTime at={row.sighting.authoredAt} /> : "not seen"}
                </span>
              </span>
              <span className="block truncate text-meta text-neutral" title={row.sighting?.subject}>
                {row.sighting
                  ? `${row.sighting.authorName}, ${row.sighting.commit.slice(0, 10)}${row.sighting.stage === "proposed" ? ", proposed" : ""}`
                  : "no commit"}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
