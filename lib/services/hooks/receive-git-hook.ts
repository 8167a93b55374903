import { z } from "zod";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { hookEndpoints } from "../../contracts/hooks.ts";
import type { Transaction } from "../../db/client.ts";
import type { ProjectModel } from "../../db/generated/models.ts";
import { sha256Hex } from "../../domain/digest.ts";
import { AppError } from "../../domain/errors.ts";
import { forgetBefore } from "../../domain/hooks/hook-secrets.ts";
import { judgeHook } from "../../domain/hooks/judge-hook.ts";
import type { ServiceContext } from "../context.ts";
import { checkHookSignature } from "./check-hook-signature.ts";
import { lookAtGitHost } from "./look-at-git-host.ts";

type Receive = typeof hookEndpoints.receiveGitHook;

const DELIVERY_ID = /^[0-9A-Za-z-]{8,64}$/;
const EVENT = /^[a-z0-9_]{1,60}$/;
/** The one thing that is read of a body: whom it is about. */
const hookBody = z.object({ repository: z.object({ full_name: z.string() }).optional() });

/**
 * receiveGitHook takes GitHub's webhook as a hint to look at the repository now. Nothing is taken over from its body,
 * and a delivery counts once. An unknown project, one without a secret and a wrong signature are one answer.
 */
export async function receiveGitHook(
  ctx: ServiceContext,
  input: { params: ParamsOf<Receive>; bytes: Uint8Array; headers: Headers },
): Promise<ResponseOf<Receive>> {
  const { bytes, headers } = input;
  const project = await ctx.db.project.findUnique({ where: { slug: input.params.project } });
  const signature = headers.get("x-hub-signature-256");
  if (!(await checkHookSignature(ctx, { project, bytes, signature })) || project === null) {
    throw new AppError("bad-signature", "This body is not signed with a secret of this project's webhook.");
  }
  const { event, deliveryId } = readHeaders(headers);
  const repository = readRepository(bytes);
  const ownRepository = project.gitHost === "github" ? project.repository : null;
  const source = `github:${project.id}`;
  // Most repetitions end here, without a transaction; two at once are told apart by the table's key.
  const known = await ctx.db.webhookDelivery.count({ where: { source, deliveryId } });
  if (known > 0) return { outcome: "repeated" };
  const outcome = judgeHook({ event, repository, ownRepository });
  const delivery = { source, deliveryId, event, outcome, bodyDigest: sha256Hex(bytes) };
  // No state of the project changes here, so that this is no event of the audit log.
  const isNew = await ctx.db.$transaction(async (tx) => {
    if (!(await rememberDelivery(tx, project, delivery, ctx.now()))) return false;
    if (outcome === "queued") await lookAtGitHost(tx, project.id);
    return true;
  });
  return { outcome: isNew ? outcome : "repeated" };
}

function readHeaders(headers: Headers): { event: string; deliveryId: string } {
  const [type] = (headers.get("content-type") ?? "").split(";");
  if (type?.trim().toLowerCase() !== "application/json") {
    throw new AppError("unsupported-media-type", "Let the webhook send its content type application/json.");
  }
  const event = headers.get("x-github-event") ?? "";
  const deliveryId = headers.get("x-github-delivery") ?? "";
  if (EVENT.test(event) && DELIVERY_ID.test(deliveryId)) return { event, deliveryId };
  throw new AppError("bad-request", "A webhook carries X-GitHub-Event and X-GitHub-Delivery.");
}

function readRepository(bytes: Uint8Array): string | null {
  const parsed = hookBody.safeParse(parseJson(bytes));
  return parsed.success ? (parsed.data.repository?.full_name ?? null) : null;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    throw new AppError("malformed-json", "The body is not well-formed JSON.", { internal: error });
  }
}

/** False where this delivery was taken before. What is older than the memory is forgotten on the way. */
async function rememberDelivery(
  tx: Transaction,
  project: ProjectModel,
  delivery: { source: string; deliveryId: string; event: string; outcome: string; bodyDigest: string },
  receivedAt: Date,
): Promise<boolean> {
  const { id: projectId } = project;
  await tx.webhookDelivery.deleteMany({ where: { projectId, receivedAt: { lt: forgetBefore(receivedAt) } } });
  const { count } = await tx.webhookDelivery.createMany({
    data: [{ ...delivery, projectId, receivedAt }],
    skipDuplicates: true,
  });
  return count === 1;
}
