import type { AuditEventRow } from "@/lib/contracts/audit.ts";

/** What an action did, after the actor's name. `{it}` is the resource. */
const WORDS: Record<string, string> = {
  "account.created": "made account {it}",
  "api_key.created": "made an API key",
  "api_key.revoked": "revoked an API key",
  "audit.exported": "exported the audit log",
  "environment.adopted": "adopted what git names in {it}",
  "environment.desired_changed": "read a new desired release for {it}",
  "environment.rolled_back": "rolled {it} back",
  "eval_run.uploaded": "sent eval run {it}",
  "eval_session.started": "started the eval runner, session {it}",
  "eval_session.stopped": "asked eval session {it} to stop",
  "eval_session.resumed": "resumed eval session {it}",
  "eval_session.finished": "finished eval session {it}",
  "judge.case_labelled": "labelled a case of judge {it}",
  "judge.licence_granted": "gave judge {it} a licence",
  "invite.created": "made an invite link",
  "invite.revoked": "revoked an invite link",
  "member.added": "gave a person roles",
  "member.removed": "removed a member",
  "project.created": "made project {it}",
  "promotion.proposed": "proposed promotion {it}",
  "promotion.approved": "moved promotion {it} to approved",
  "promotion.withdrawn": "withdrew promotion {it}",
  "promotion.rejected": "moved promotion {it} to rejected",
  "promotion.merging": "began to merge promotion {it}",
  "promotion.merged": "merged promotion {it}",
  "pull_request.opened": "opened the pull request of promotion {it}",
  "reconciliation.pull_request_opened": "opened the pull request of reconciliation {it}",
  "reconciliation.opened": "opened reconciliation {it}",
  "reconciliation.rewritten": "changed reconciliation {it} to another release",
  "reconciliation.closed": "closed reconciliation {it}",
  "reconciliation.recheck_asked": "asked to look at git again for reconciliation {it}",
  "registry.layout_changed": "changed where the ops repository keeps its files",
  "model.checked": "compared model {it} with the model registry",
  "registry.synced": "read the ops repository",
  "release.created": "composed release {it}",
  "release.known_good": "said that release {it} is known good",
  "release.quarantined": "quarantined release {it}",
  "release.quarantine_lifted": "lifted the quarantine of release {it}",
  "review.approved": "approved promotion {it}",
  "review.changes_requested": "requested changes to promotion {it}",
  "rollout.created": "made rollout {it}",
  "rollout.started": "started rollout {it}",
  "rollout.baking": "let rollout {it} bake",
  "rollout.completed": "completed rollout {it}",
  "rollout.rolled_back": "ended rollout {it}: rolled back",
  "rollout.superseded": "ended rollout {it}: superseded",
};

/** eventWords says an audit event as a sentence without its actor; an action it does not know is said by its own name. */
export function eventWords(event: AuditEventRow): string {
  const words = Object.hasOwn(WORDS, event.action) ? WORDS[event.action] : undefined;
  const text = words ?? `${event.action.replaceAll(/[._]/g, " ")} (${event.resourceKind} {it})`;
  return text.replace("{it}", event.resourceId);
}

/** inEnvironment names the environment where the sentence does not already. */
export function inEnvironment(event: AuditEventRow): string | null {
  return event.environment === null || event.environment === event.resourceId
    ? null
    : `in ${event.environment}`;
}
