import type { ApiKey } from "../../db/generated/client.ts";
import { listApiKeys as listRows } from "../../db/repositories/api-keys.ts";
import { type ApiKeyState, apiKeyState } from "../../domain/access/api-key-state.ts";
import { isScope } from "../../domain/access/is-role.ts";
import type { Scope } from "../../domain/access/roles.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

/** A key as people see it; times are ISO 8601. */
export type ApiKeyView = {
  id: string;
  name: string;
  environment: string | null;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** The network address of the last use; null where it is not known. */
  lastUsedFrom: string | null;
  rotatedFromId: string | null;
  state: ApiKeyState;
};

/** listApiKeys lists a project's keys, newest first. */
export async function listApiKeys(ctx: ServiceContext, slug: string): Promise<ApiKeyView[]> {
  const project = await resolveProject(ctx, slug);
  authorize(ctx, "key:read", { projectId: project.id });
  return (await listRows(ctx.db, project.id)).map((key) => toApiKeyView(key, ctx.now()));
}

export function toApiKeyView(key: ApiKey, now: Date): ApiKeyView {
  return {
    id: key.id,
    name: key.name,
    environment: key.environment,
    scopes: key.scopes.filter(isScope),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    lastUsedFrom: key.lastUsedFrom,
    rotatedFromId: key.rotatedFromId,
    state: apiKeyState(key, now),
  };
}
