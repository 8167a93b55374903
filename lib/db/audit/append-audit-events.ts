import type { Principal } from "../../domain/access/principal.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import {
  type AuditEvent,
  type AuditValues,
  auditHash,
  GENESIS_HASH,
} from "../../domain/audit/audit-event.ts";
import { AppError } from "../../domain/errors.ts";
import type { Transaction } from "../client.ts";
import { Prisma } from "../generated/client.ts";

/** What a service says of its change; who, when and the chain's links are added here. */
export type AuditInput = {
  /** A project's id, or `installation`. */
  chain: string;
  action: AuditAction;
  resourceKind: string;
  resourceId: string;
  environment?: string | null;
  releaseId?: string | null;
  before?: AuditValues | null;
  after?: AuditValues | null;
  reason?: string | null;
};

export type AuditSource = { principal: Principal; at: Date; requestId: string };

/**
 * appendAuditEvents writes events at the end of their chains. Call it last in a transaction: it locks each
 * chain's head, so that events are numbered without a gap. A failed write fails the whole transaction.
 */
export async function appendAuditEvents(tx: Transaction, source: AuditSource, inputs: readonly AuditInput[]) {
  const chains = [...new Set(inputs.map((input) => input.chain))].sort();
  try {
    for (const chain of chains) {
      await appendToChain(
        tx,
        source,
        chain,
        inputs.filter((input) => input.chain === chain),
      );
    }
  } catch (error) {
    throw new AppError("audit-unavailable", "The audit log did not take the event, so nothing was changed.", {
      internal: error,
    });
  }
}

async function appendToChain(
  tx: Transaction,
  source: AuditSource,
  chain: string,
  inputs: readonly AuditInput[],
) {
  await tx.$executeRaw`INSERT INTO audit_head (chain, seq, hash) VALUES (${chain}, 0, ${GENESIS_HASH}) ON CONFLICT DO NOTHING`;
  const locked = await tx.$queryRaw<{ seq: number; hash: string }[]>`
    SELECT seq, hash FROM audit_head WHERE chain = ${chain} FOR UPDATE`;
  let head = locked[0] ?? { seq: 0, hash: GENESIS_HASH };
  for (const input of inputs) {
    const event = nextEvent(source, input, head);
    await tx.auditEvent.create({
      data: {
        ...event,
        at: source.at,
        before: event.before ?? Prisma.DbNull,
        after: event.after ?? Prisma.DbNull,
      },
    });
    head = { seq: event.seq, hash: event.hash };
  }
  await tx.auditHead.update({ where: { chain }, data: head });
}

function nextEvent(source: AuditSource, input: AuditInput, head: { seq: number; hash: string }): AuditEvent {
  const unsigned = {
    chain: input.chain,
    seq: head.seq + 1,
    at: source.at.toISOString(),
    actorKind: source.principal.kind,
    actorId: source.principal.id,
    actorName: source.principal.name,
    action: input.action,
    resourceKind: input.resourceKind,
    resourceId: input.resourceId,
    environment: input.environment ?? null,
    releaseId: input.releaseId ?? null,
    before: input.before ?? null,
    after: input.after ?? null,
    reason: input.reason ?? null,
    requestId: source.requestId,
    prevHash: head.hash,
  };
  return { ...unsigned, hash: auditHash(unsigned) };
}
