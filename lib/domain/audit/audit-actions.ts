import { ACCESS_ACTIONS } from "./actions/access-actions.ts";
import type { ActionWords } from "./actions/action-words.ts";
import { EVIDENCE_ACTIONS } from "./actions/evidence-actions.ts";
import {
  ENVIRONMENT_ACTIONS,
  PROMOTION_ACTIONS,
  RECONCILIATION_ACTIONS,
  ROLLOUT_ACTIONS,
} from "./actions/motion-actions.ts";
import { PROJECT_ACTIONS } from "./actions/project-actions.ts";

/** Every action that an event may have, with what people read of it. An event's type asks for one of these names. */
export const AUDIT_ACTIONS = {
  ...ACCESS_ACTIONS,
  ...PROJECT_ACTIONS,
  ...EVIDENCE_ACTIONS,
  ...PROMOTION_ACTIONS,
  ...ROLLOUT_ACTIONS,
  ...ENVIRONMENT_ACTIONS,
  ...RECONCILIATION_ACTIONS,
} as const satisfies Record<string, ActionWords>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** findActionWords is what an action says; null for one that this version does not know, as an older log may have. */
export function findActionWords(action: string): ActionWords | null {
  const known: Readonly<Record<string, ActionWords>> = AUDIT_ACTIONS;
  return Object.hasOwn(known, action) ? (known[action] ?? null) : null;
}
