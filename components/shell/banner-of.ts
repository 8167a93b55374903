import type { ReconciliationBannerProps } from "@/components/layout/reconciliation-banner.tsx";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";

/** bannerOf says in the banner's terms where git and runtime disagree; `pullBase` is where its host shows pull requests. */
export function bannerOf(
  project: string,
  row: ReconciliationRow,
  pullBase: string | null,
): ReconciliationBannerProps {
  const { change } = row;
  const by =
    change === null ? `${row.kind.replaceAll("_", "-")} by ${row.ownerName}` : `git, by ${change.author}`;
  return {
    environment: row.environment,
    served: row.servedReleaseId ?? "nothing",
    desired: row.desiredReleaseId,
    since: row.openedAt,
    by,
    reason: row.reason.replace(/\.$/, ""),
    pullNumber: row.pullNumber,
    pullUrl: row.pullNumber === null || pullBase === null ? null : `${pullBase}${row.pullNumber}`,
    isPullAwaited: row.kind !== "unreviewed_change" || row.choice === "restore",
    dueAt: row.dueAt,
    owner: row.ownerName,
    lastError: row.lastError,
    nextTryAt: row.nextTryAt,
    href: `/${project}/environments/${row.environment}`,
  };
}
