import type { Transaction } from "../../db/client.ts";
import { insertApiKey, type NewApiKey } from "../../db/repositories/api-keys.ts";
import { type Audit, transact } from "../../db/transact.ts";
import type { Scope } from "../../domain/access/roles.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { type ApiKeyView, toApiKeyView } from "./list-api-keys.ts";
import { createKeySecret, hashSecret } from "./secrets.ts";

const DAY_MS = 24 * 3_600_000;

export type ApiKeyInput = {
  project: string;
  name: string;
  environment: string | null;
  scopes: readonly Scope[];
  /** At most 365. */
  expiresInDays: number;
};

/** createApiKey makes a key; its secret is returned here and only its hash is kept. */
export async function createApiKey(
  ctx: ServiceContext,
  input: ApiKeyInput,
): Promise<{ key: ApiKeyView; secret: string }> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "key:manage", { projectId: project.id });
  await checkEnvironment(ctx, project.id, input.environment);
  const { name, environment } = input;
  const now = ctx.now();
  return transact(ctx, (tx, audit) =>
    issueApiKey(tx, audit, {
      projectId: project.id,
      environment,
      name,
      scopes: [...new Set(input.scopes)],
      createdBy: ctx.principal.id,
      expiresAt: new Date(now.getTime() + input.expiresInDays * DAY_MS),
      now,
    }),
  );
}

/** issueApiKey writes a key in the caller's transaction and returns its secret. */
export async function issueApiKey(
  tx: Transaction,
  audit: Audit,
  input: Omit<NewApiKey, "secretHash">,
): Promise<{ key: ApiKeyView; secret: string }> {
  const secret = createKeySecret();
  const key = await insertApiKey(tx, { ...input, secretHash: hashSecret(secret) });
  audit({
    chain: input.projectId,
    action: "api_key.created",
    resourceKind: "api_key",
    resourceId: key.id,
    environment: input.environment,
    after: { name: input.name, scopes: input.scopes, expiresAt: input.expiresAt.toISOString() },
  });
  return { key: toApiKeyView(key, input.now), secret };
}

async function checkEnvironment(
  ctx: ServiceContext,
  projectId: string,
  environment: string | null,
): Promise<void> {
  if (environment === null) return;
  const found = await ctx.db.environment.findUnique({
    where: { projectId_name: { projectId, name: environment } },
  });
  if (found !== null) return;
  const message = "The project has no environment of this name.";
  throw new AppError("invalid", message, { errors: [{ pointer: "/environment", message }] });
}
