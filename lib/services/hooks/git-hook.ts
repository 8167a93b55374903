import { randomBytes } from "node:crypto";
import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { HookState, hookEndpoints } from "../../contracts/hooks.ts";
import type { Reader } from "../../db/client.ts";
import type { ProjectModel } from "../../db/generated/models.ts";
import { lockProject } from "../../db/repositories/lock-project.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { oldSecretEndsAt } from "../../domain/hooks/hook-secrets.ts";
import { HOOK_OUTCOMES } from "../../domain/hooks/judge-hook.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof hookEndpoints.getGitHook;
type Rotate = typeof hookEndpoints.rotateGitHookSecret;
type End = typeof hookEndpoints.endGitHook;

const SHOWN_DELIVERIES = 10;

/** getGitHook says whether the webhook is on, and what came last; secrets are not among it. */
export async function getGitHook(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "hook:read", { projectId: project.id });
  const row = await ctx.db.project.findUniqueOrThrow({ where: { id: project.id } });
  return toHookState(ctx.db, row, ctx.now());
}

/** rotateGitHookSecret makes a secret, shown once. The one before it holds for a day more, unless it is ended. */
export async function rotateGitHookSecret(
  ctx: ServiceContext,
  input: { params: ParamsOf<Rotate>; body: BodyOf<Rotate> },
): Promise<ResponseOf<Rotate>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "hook:manage", { projectId: project.id });
  const secret = randomBytes(32).toString("base64url");
  return transact(ctx, async (tx, audit) => {
    const before = await lockProject(tx, project.id);
    const kept = input.body.endOldSecret ? [] : before.webhookSecretsSealed.slice(0, 1);
    const row = await tx.project.update({
      where: { id: project.id },
      data: { webhookSecretsSealed: [ctx.secretBox.seal(secret), ...kept], webhookRotatedAt: ctx.now() },
    });
    audit({
      ...{ chain: project.id, action: "git_hook.secret_made", resourceKind: "git_hook" },
      ...{ resourceId: project.slug, before: { secrets: before.webhookSecretsSealed.length } },
      after: { secrets: kept.length + 1, oldSecretHolds: kept.length > 0 },
    });
    return { hook: await toHookState(tx, row, ctx.now()), secret };
  });
}

/** endGitHook takes all secrets away: whatever arrives from now on is refused. */
export async function endGitHook(
  ctx: ServiceContext,
  input: { params: ParamsOf<End> },
): Promise<ResponseOf<End>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "hook:manage", { projectId: project.id });
  return transact(ctx, async (tx, audit) => {
    const before = await lockProject(tx, project.id);
    const secrets = before.webhookSecretsSealed.length;
    if (secrets === 0) throw new AppError("no-op", "This webhook has no secret.");
    const row = await tx.project.update({
      where: { id: project.id },
      data: { webhookSecretsSealed: [], webhookRotatedAt: null },
    });
    audit({
      ...{ chain: project.id, action: "git_hook.ended", resourceKind: "git_hook" },
      ...{ resourceId: project.slug, before: { secrets }, after: { secrets: 0 } },
    });
    return toHookState(tx, row, ctx.now());
  });
}

async function toHookState(db: Reader, row: ProjectModel, now: Date): Promise<HookState> {
  const { webhookSecretsSealed: secrets, webhookRotatedAt: rotatedAt } = row;
  const deliveries = await db.webhookDelivery.findMany({
    where: { projectId: row.id },
    orderBy: { receivedAt: "desc" },
    take: SHOWN_DELIVERIES,
  });
  return {
    isOn: secrets.length > 0,
    rotatedAt: rotatedAt?.toISOString() ?? null,
    oldSecretEndsAt: oldSecretEndsAt({ secrets, rotatedAt }, now)?.toISOString() ?? null,
    deliveries: deliveries.map(({ deliveryId, event, outcome, receivedAt }) => ({
      ...{ deliveryId, event, receivedAt: receivedAt.toISOString() },
      outcome: HOOK_OUTCOMES.find((one) => one === outcome) ?? "other_event",
    })),
  };
}
