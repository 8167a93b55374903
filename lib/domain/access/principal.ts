import type { Proof } from "./proof.ts";
import type { RoleGrant, Scope } from "./roles.ts";

/** Who is asking. A person holds roles per project id; a key belongs to exactly one project. */
export type Principal = AccountPrincipal | KeyPrincipal | ServicePrincipal;

export type AccountPrincipal = {
  kind: "account";
  id: string;
  name: string;
  email: string;
  sessionId: string;
  /** When this session last proved who it is. */
  provedAt: Date;
  /** How well it is proved now: only a rollback goes through with `provider_away`. */
  proof: Proof;
  /** Roles were added since this session got its id: the next answer brings a new one. */
  isRenewalDue?: boolean;
  /** project id -> roles held there */
  grants: ReadonlyMap<string, readonly RoleGrant[]>;
};

export type KeyPrincipal = {
  kind: "key";
  id: string;
  name: string;
  projectId: string;
  environment: string | null;
  scopes: readonly Scope[];
  /** The account that made the key: what the key sends counts as that person's own. */
  ownerId: string;
};

/** A part of Tupelo that acts by itself: `git-sync`, `rollout-controller`, `installation`. */
export type ServicePrincipal = { kind: "service"; id: string; name: string };

/** principalRef is how rows name a principal: `account:<id>`, `key:<id>`, `service:<id>`. */
export function principalRef(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
