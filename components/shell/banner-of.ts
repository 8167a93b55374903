import type { ReconciliationBannerProps } from "@/components/layout/reconciliation-banner.tsx";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";

/** bannerOf says in the banner's terms where git and runtime disagree. */
export function bannerOf(project: string, row: ReconciliationRow): ReconciliationBannerProps {
  return {
    environment: row.environment,
    served: row.servedReleaseId ?? "nothing",
    desired: row.desiredReleaseId,
    since: row.openedAt,
    by: `${row.kind.replaceAll("_", "-")} by ${row.ownerName}`,
    reason: row.reason.replace(/\.$/, ""),
    pullNumber: row.pullNumber,
    owner: row.ownerName,
    lastError: row.lastError,
    nextTryAt: row.nextTryAt,
    href: `/${project}/environments/${row.environment}`,
  };
}
