import type { ActionWords } from "./action-words.ts";

const ROLES = "the roles held, before and after";

/** ACCESS_ACTIONS: accounts, sessions, members, groups, keys. Those of accounts and sessions are in the chain `installation`. */
export const ACCESS_ACTIONS = {
  "account.created": { words: "made account {it}", values: "e-mail, name, whether it is the demo's" },
  "api_key.created": { words: "made API key {it}", values: "name, scopes and end" },
  "api_key.revoked": { words: "revoked API key {it}", values: "the name it had" },
  "api_key.rotated": {
    words: "replaced API key {it}",
    values: "the old key's end, and the key that follows",
  },
  "group.role_granted": { words: "gave group {it} a role", values: "the role and its environment" },
  "group.role_revoked": {
    words: "took a role from group {it}",
    values: "the role, and the accounts that lost it",
  },
  "identity.linked": { words: "linked an identity to account {it}", values: "provider, subject and e-mail" },
  "identity.unlinked": {
    words: "took an identity from account {it}",
    values: "provider and subjects, and the sessions that ended",
  },
  "invite.accepted": { words: "accepted invite {it}", values: "the account, its e-mail, and who invited" },
  "invite.created": { words: "made invite {it}", values: "e-mail and roles" },
  "member.added": { words: "gave account {it} its first roles", values: "the roles" },
  "member.removed": { words: "removed member {it}", values: "the roles held until then" },
  "member.role_granted": { words: "gave account {it} a role", values: ROLES },
  "member.role_revoked": { words: "took a role from account {it}", values: ROLES },
  "member.synced": { words: "changed the roles of account {it} after its groups", values: ROLES },
  "password.changed": { words: "changed the password of account {it}", values: "the sessions that ended" },
  "password.set": { words: "set a first password for account {it}", values: "the sessions that ended" },
  "session.all_ended": { words: "ended sessions of account {it}", values: "which, and the sessions" },
  "session.ended": { words: "ended a session of account {it}", values: "the session" },
  "session.proved": {
    words: "proved anew to be account {it}",
    values: "the session before and after, and how",
  },
  "session.provider_away": {
    words: "could not prove to be account {it}: the provider was away",
    values: "the session, and what the provider answered",
  },
  "session.renewed": { words: "got a new session for account {it}", values: "the session before and after" },
  "session.started": { words: "signed in to account {it}", values: "session, provider and address" },
  "setup.opened": { words: "made set-up link {it}", values: "nothing" },
} as const satisfies Record<string, ActionWords>;
