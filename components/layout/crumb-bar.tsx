"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { crumbsFor } from "@/components/layout/crumbs.ts";
import { Freshness } from "@/components/layout/freshness.tsx";
import { cn } from "@/components/ui/cn.ts";
import { DemoMark } from "@/components/ui/demo-mark.tsx";
import { formatUtc } from "@/components/ui/format-time.ts";
import { useNow } from "@/components/ui/use-now.ts";

type CrumbBarProps = {
  projectName: string;
  isDemo: boolean;
  /** Since when the worker has not reported; null while it is on time. */
  workerLateSince?: string | null;
};

function UtcClock() {
  const now = useNow(10_000);
  return <span className="whitespace-nowrap tabular-nums max-md:hidden">{now ? formatUtc(now) : "UTC"}</span>;
}

/** CrumbBar: where one is, whether it is a demo, how fresh it is, and what time it is in UTC. */
export function CrumbBar({ projectName, isDemo, workerLateSince }: CrumbBarProps) {
  const crumbs = crumbsFor(usePathname(), projectName);
  return (
    <header className="flex min-h-11 flex-wrap content-center items-center justify-between gap-x-4 border-b px-6 text-meta text-neutral phone:px-4">
      <div className="flex min-w-0 max-w-full items-center gap-3">
        <nav aria-label="Where you are" className="min-w-0">
          <ol className="flex min-w-0 items-center gap-2">
            {crumbs.map((crumb, index) => {
              const isLast = index === crumbs.length - 1;
              return (
                <li
                  key={crumb.href + String(index)}
                  className={cn(
                    "flex min-w-0 items-center gap-2",
                    index === 0 && crumbs.length > 2 && "phone:hidden",
                  )}
                >
                  {index > 0 ? (
                    <span aria-hidden className={cn(index === 1 && crumbs.length > 2 && "phone:hidden")}>
                      /
                    </span>
                  ) : null}
                  {isLast ? (
                    <span aria-current="page" className="truncate font-semibold text-fg">
                      {crumb.label}
                    </span>
                  ) : (
                    <Link href={crumb.href} className="truncate hover:text-fg phone:py-3">
                      {crumb.label}
                    </Link>
                  )}
                </li>
              );
            })}
          </ol>
        </nav>
        {isDemo ? <DemoMark /> : null}
      </div>
      <div className="flex items-center gap-3 phone:contents">
        <Freshness workerLateSince={workerLateSince ?? null} />
        <UtcClock />
      </div>
    </header>
  );
}
