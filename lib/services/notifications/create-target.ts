import { randomBytes } from "node:crypto";
import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { notificationEndpoints } from "../../contracts/notifications.ts";
import { createId } from "../../db/create-id.ts";
import { toTargetRow } from "../../db/queries/list-notifications.ts";
import { lockProject } from "../../db/repositories/lock-project.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { checkEgressUrl } from "../../domain/egress/check-egress-url.ts";
import type { AllowedHost } from "../../domain/egress/egress-allow.ts";
import { AppError } from "../../domain/errors.ts";
import { isMailAddress } from "../../domain/notifications/mail-address.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Create = typeof notificationEndpoints.createNotificationTarget;

/** createWebhookSecret makes a secret in the form of Standard Webhooks: `whsec_` and 32 random bytes in base64. */
export function createWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/**
 * createTarget adds a webhook or a mailbox. An address that may not be called is refused at once, and looked at again
 * at each call. A webhook's secret is in this answer and nowhere else.
 */
export async function createTarget(
  ctx: ServiceContext,
  input: { params: ParamsOf<Create>; body: BodyOf<Create> },
  allow: readonly AllowedHost[],
): Promise<ResponseOf<Create>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "notification:manage", { projectId: project.id });
  const { kind } = input.body;
  const address =
    kind === "webhook" ? webhookAddress(input.body.address, allow) : mailAddress(input.body.address);
  const events = [...new Set(input.body.events)];
  const secret = kind === "webhook" ? createWebhookSecret() : null;
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    await lockProject(tx, project.id);
    const known = await tx.notificationTarget.count({ where: { projectId: project.id, kind, address } });
    if (known > 0) throw new AppError("wrong-state", "This address is a target already; change that one.");
    const row = await tx.notificationTarget.create({
      data: {
        ...{ id: createId("ntt", now), projectId: project.id, kind, address, events, createdAt: now },
        ...{ createdBy: principalRef(ctx.principal), createdByName: ctx.principal.name },
        secretsSealed: secret === null ? [] : [ctx.secretBox.seal(secret)],
      },
    });
    audit({
      ...{ chain: project.id, action: "notification_target.created", resourceKind: "notification_target" },
      ...{ resourceId: row.id, after: { kind, address: shownAddress(kind, address), events } },
    });
    return { target: toTargetRow(row), secret };
  });
}

function webhookAddress(text: string, allow: readonly AllowedHost[]): string {
  const problem = checkEgressUrl(text, allow);
  if (problem !== null) throw new AppError("egress-refused", problem);
  return new URL(text).href;
}

function mailAddress(text: string): string {
  if (isMailAddress(text)) return text.toLowerCase();
  const message = "Write one e-mail address, such as team@example.com.";
  throw new AppError("invalid", message, { errors: [{ pointer: "/address", message }] });
}

/** The path of a webhook's address may be a secret of its receiver, so that the audit log keeps its host alone. */
function shownAddress(kind: string, address: string): string {
  return kind === "webhook" ? new URL(address).host : address;
}
