import Link from "next/link";
import type { ReactNode } from "react";
import { isDifferent } from "@/components/lineage/lineage-words.ts";
import { cn } from "@/components/ui/cn.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";

type LineageStripProps = { project: string; lineage: Lineage };

type Stop = { key: string; title: ReactNode; note: ReactNode; href?: string; isHere?: boolean };

function PartDots({ lineage }: { lineage: Lineage }) {
  return (
    <span className="flex gap-0.5 pt-1" aria-hidden>
      {lineage.parts.map((part) => (
        <span
          key={part.key}
          title={part.key}
          className={cn(
            "h-2.5 w-2 rounded-sm border",
            isDifferent(part) ? "border-bad bg-bad" : "bg-neutral-tint",
          )}
        />
      ))}
    </span>
  );
}

function decisionStops(project: string, lineage: Lineage): Stop[] {
  const { promotion, reviews } = lineage;
  if (promotion === null) {
    return [{ key: "none", title: "No promotion", note: "adopted from git, or served without one" }];
  }
  const href = `/${project}/promotions/${promotion.number}`;
  const approvals = reviews.filter((review) => review.decision === "approve");
  return [
    {
      key: "gate",
      title: `Gate: ${promotion.gateVerdict ?? "not judged"}`,
      note: `policy ${promotion.policyLabel}`,
      href,
    },
    {
      key: "review",
      title: `${approvals.length} ${approvals.length === 1 ? "approval" : "approvals"}`,
      note: approvals.map((review) => review.accountName).join(", ") || "nobody",
      href,
    },
    {
      key: "merge",
      title: promotion.mergeCommit ? (
        <span className="mono">{promotion.mergeCommit.slice(0, 7)}</span>
      ) : (
        "Not merged"
      ),
      note:
        promotion.pullNumber === null
          ? `promotion ${promotion.number}`
          : `pull request #${promotion.pullNumber}`,
      href,
    },
  ];
}

function stopsOf(project: string, lineage: Lineage): Stop[] {
  const { release, parts } = lineage;
  const request: Stop = {
    key: "request",
    title: <span className="mono">{lineage.requestId}</span>,
    note: <AbsoluteTime at={lineage.servedAt} />,
    isHere: true,
  };
  if (release === null) return [request, { key: "release", title: "No release", note: "unattributed" }];
  const different = parts.filter(isDifferent).length;
  return [
    request,
    {
      key: "release",
      title: <span className="mono">{release.id}</span>,
      note: `composed by ${release.createdByName}`,
      href: `/${project}/releases/${release.id}`,
    },
    {
      key: "parts",
      title: `${parts.length} parts`,
      note: (
        <>
          {different === 0 ? "none differs" : `${different} ${different === 1 ? "differs" : "differ"}`}
          <PartDots lineage={lineage} />
        </>
      ),
      href: "#parts",
    },
    ...decisionStops(project, lineage),
  ];
}

/** LineageStrip: from the request to the commit, one stop after the other; a list that reads as a path. */
export function LineageStrip({ project, lineage }: LineageStripProps) {
  const stops = stopsOf(project, lineage);
  return (
    <nav aria-label="From request to commit" className="rounded-md border px-4 py-3">
      <ol className="flex flex-col gap-2 lg:flex-row lg:items-stretch lg:gap-0">
        {stops.map((stop, index) => (
          <li key={stop.key} className="flex min-w-0 items-center lg:flex-auto lg:last:flex-initial">
            <div
              className={cn(
                "min-w-0 max-w-full rounded-md border px-2.5 py-1.5",
                stop.isHere && "border-active-edge bg-active-tint",
              )}
            >
              <p className="truncate font-semibold">
                {stop.href ? (
                  <Link href={stop.href} className="hover:underline">
                    {stop.title}
                  </Link>
                ) : (
                  stop.title
                )}
              </p>
              <div className="truncate text-meta text-neutral">{stop.note}</div>
            </div>
            {index < stops.length - 1 ? (
              <span aria-hidden className="mx-1 hidden h-px min-w-3 flex-1 bg-control lg:block" />
            ) : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}
