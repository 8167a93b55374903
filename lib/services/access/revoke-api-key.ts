import { findApiKey, markKeyRevoked } from "../../db/repositories/api-keys.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

/** revokeApiKey ends a key: the next request with it is refused. */
export async function revokeApiKey(
  ctx: ServiceContext,
  input: { project: string; keyId: string },
): Promise<void> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "key:manage", { projectId: project.id });
  const key = await findApiKey(ctx.db, project.id, input.keyId);
  if (key === null) throw new AppError("not-found", "There is no such key in this project.");
  await transact(ctx, async (tx, audit) => {
    const count = await markKeyRevoked(tx, project.id, key.id, ctx.now());
    if (count === 0) throw new AppError("no-op", "This key is revoked already.");
    audit({
      chain: project.id,
      action: "api_key.revoked",
      resourceKind: "api_key",
      resourceId: key.id,
      environment: key.environment,
      before: { name: key.name },
    });
  });
}
