import Link from "next/link";
import { artifactHref } from "@/components/artifacts/artifact-href.ts";
import { judgeHref } from "@/components/comparison/judge-href.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ReleasePartResponse } from "@/lib/contracts/releases.ts";

/** ReleaseParts: each part with its version, its file, and the commit that last touched it. */
export function ReleaseParts({ project, parts }: { project: string; parts: readonly ReleasePartResponse[] }) {
  return (
    <Table label="Parts">
      <TableHead>
        <tr>
          <TableHeader>Part</TableHeader>
          <TableHeader>Version</TableHeader>
          <TableHeader>File</TableHeader>
          <TableHeader>Commit</TableHeader>
          <TableHeader>Author</TableHeader>
          <TableHeader isNumber>Written</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {parts.map((part) => (
          <TableRow key={part.key}>
            <TableCell className="whitespace-nowrap text-neutral">{part.key}</TableCell>
            <TableCell className="whitespace-nowrap" title={part.digest}>
              <Link href={artifactHref(project, part)} className="mono hover:underline">
                {part.name}@{part.version}
              </Link>
              {part.kind === "judge" ? (
                <Link
                  href={judgeHref(project, `${part.name}@${part.version}`)}
                  className="ml-2 text-meta text-neutral underline hover:no-underline"
                >
                  licence
                </Link>
              ) : null}
            </TableCell>
            <TableCell className="max-w-[36ch]">
              <span className="mono block truncate" title={part.paths.join("\n")}>
                {part.paths[0] ?? "none"}
                {part.paths.length > 1 ? ` +${part.paths.length - 1}` : ""}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap" title={part.sighting?.subject}>
              {part.sighting ? <IdText id={part.sighting.commit.slice(0, 10)} what="commit" /> : "not seen"}
            </TableCell>
            <TableCell className="whitespace-nowrap" title={part.sighting?.authorEmail}>
              {part.sighting?.authorName ?? ""}
            </TableCell>
            <TableCell isNumber className="whitespace-nowrap text-neutral">
              {part.sighting ? <RelativeTime at={part.sighting.authoredAt} /> : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
