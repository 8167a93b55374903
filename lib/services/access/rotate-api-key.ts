import { findApiKey, markKeyRevoked, shortenKey } from "../../db/repositories/api-keys.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { apiKeyState } from "../../domain/access/api-key-state.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { issueApiKey } from "./create-api-key.ts";
import type { ApiKeyView } from "./list-api-keys.ts";

const DAY_MS = 24 * 3_600_000;

export type KeyRotation = {
  project: string;
  keyId: string;
  /** How long the old secret goes on working, 0 to 7 days; 0 ends it at once. */
  overlapDays: number;
  /** At most 365. */
  expiresInDays: number;
};

/** rotateApiKey makes a key that may do what the old one may; the old one ends after the overlap, never later. */
export async function rotateApiKey(
  ctx: ServiceContext,
  input: KeyRotation,
): Promise<{ key: ApiKeyView; secret: string }> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "key:manage", { projectId: project.id });
  const old = await findApiKey(ctx.db, project.id, input.keyId);
  if (old === null) throw new AppError("not-found", "There is no such key in this project.");
  const now = ctx.now();
  const state = apiKeyState(old, now);
  if (state === "revoked" || state === "expired") {
    throw new AppError("wrong-state", `This key is ${state}; make a new one.`);
  }
  const overlapEnd = new Date(now.getTime() + input.overlapDays * DAY_MS);
  const oldEnd = overlapEnd < old.expiresAt ? overlapEnd : old.expiresAt;
  return transact(ctx, async (tx, audit) => {
    const ended =
      input.overlapDays === 0
        ? await markKeyRevoked(tx, project.id, old.id, now)
        : await shortenKey(tx, { projectId: project.id, id: old.id, expiresAt: oldEnd, now });
    expectOne(ended, "key");
    const { environment, name, scopes } = old;
    const issued = await issueApiKey(tx, audit, {
      ...{ projectId: project.id, environment, name, scopes, createdBy: ctx.principal.id },
      ...{ rotatedFromId: old.id, now },
      expiresAt: new Date(now.getTime() + input.expiresInDays * DAY_MS),
    });
    audit({
      chain: project.id,
      action: "api_key.rotated",
      resourceKind: "api_key",
      resourceId: old.id,
      environment,
      before: { expiresAt: old.expiresAt.toISOString() },
      after: { expiresAt: oldEnd.toISOString(), replacedBy: issued.key.id },
    });
    return issued;
  });
}
