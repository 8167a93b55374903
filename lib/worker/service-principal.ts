import type { ServicePrincipal } from "../domain/access/principal.ts";

/** The parts of Tupelo that act by themselves; the audit log names them. */
export const GIT_SYNC: ServicePrincipal = { kind: "service", id: "git-sync", name: "git-sync" };
/** Runs golden sets; its runs are nobody's own. */
export const EVAL_RUNNER: ServicePrincipal = { kind: "service", id: "runner", name: "runner" };
export const ROLLOUT_CONTROLLER: ServicePrincipal = {
  kind: "service",
  id: "rollout-controller",
  name: "rollout-controller",
};
/** Keeps what proves the audit chains outside the database. */
export const AUDIT_KEEPER: ServicePrincipal = { kind: "service", id: "audit-keeper", name: "audit-keeper" };
/** Tells people what happened. */
export const NOTIFIER: ServicePrincipal = { kind: "service", id: "notifier", name: "notifier" };
