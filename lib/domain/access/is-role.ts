import { ROLES, type Role, SCOPES, type Scope } from "./roles.ts";

const roles: ReadonlySet<string> = new Set(ROLES);
const scopes: ReadonlySet<string> = new Set(SCOPES);

/** isRole says whether text from a row or a request is a role. */
export function isRole(text: string): text is Role {
  return roles.has(text);
}

/** isScope says whether text from a row or a request is an API key's scope. */
export function isScope(text: string): text is Scope {
  return scopes.has(text);
}
