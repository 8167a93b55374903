import type { AuditEventRow } from "@/lib/contracts/audit.ts";

export type RecordLink = { label: string; path: string };

const NUMBER = /^[1-9][0-9]*$/;

/** recordPath is where the thing is that an event is about, after the project's address; null for what has no page. */
export function recordPath({ resourceKind, resourceId }: AuditEventRow): RecordLink | null {
  const id = encodeURIComponent(resourceId);
  const isNumber = NUMBER.test(resourceId);
  switch (resourceKind) {
    case "promotion":
      return isNumber ? { label: `promotion ${resourceId}`, path: `/promotions/${id}` } : null;
    case "rollout":
      return isNumber
        ? { label: `rollout ${resourceId}, with its decisions`, path: `/rollouts/${id}` }
        : null;
    case "eval_run":
      return isNumber ? { label: `eval run ${resourceId}`, path: `/evals/${id}` } : null;
    case "eval_session":
      return isNumber ? { label: `eval session ${resourceId}`, path: `/evals/sessions/${id}` } : null;
    case "reconciliation":
      return { label: `reconciliation ${resourceId}`, path: "/reconciliations" };
    case "release":
      return { label: `release ${resourceId}`, path: `/releases/${id}` };
    case "environment":
      return { label: `environment ${resourceId}`, path: `/environments/${id}` };
    case "model":
      return { label: `model ${resourceId}`, path: `/artifacts/model/${nameOf(resourceId)}` };
    case "judge":
      return { label: `judge ${resourceId}`, path: `/judges/${nameOf(resourceId)}` };
    case "project":
    case "notification_target":
    case "notification_delivery":
      return { label: "settings", path: "/settings" };
    default:
      return null;
  }
}

function nameOf(ref: string): string {
  return encodeURIComponent(ref.slice(0, Math.max(0, ref.lastIndexOf("@"))) || ref);
}
