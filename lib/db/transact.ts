import type { Principal } from "../domain/access/principal.ts";
import { principalRef } from "../domain/access/principal.ts";
import { AppError } from "../domain/errors.ts";
import { type AuditInput, appendAuditEvents } from "./audit/append-audit-events.ts";
import type { Database, Transaction } from "./client.ts";
import { retryConflicts } from "./retry-conflicts.ts";

/** The part of a service's context that a transaction needs. */
export type TransactionContext = {
  db: Database;
  principal: Principal;
  now: () => Date;
  requestId: string;
  idempotency?: { key: string; operation: string; requestDigest: string; status: number };
};

/** Collects an event; it is written at the end of the same transaction. */
export type Audit = (event: AuditInput) => void;

/** Another request with the same Idempotency-Key was first: its stored answer is the answer. */
export class IdempotencyConflict extends Error {}

/**
 * transact runs one change of state: the work, the stored answer of an idempotent request, and the audit events
 * (last, because they lock the chain's head). All of it or nothing. Work that changed something without an
 * event is a mistake in the program and is refused. One that Postgres ended because of another transaction is run
 * again from its beginning (retryConflicts): work keeps nothing outside of itself, and asks nobody outside.
 */
export function transact<T>(
  ctx: TransactionContext,
  work: (tx: Transaction, audit: Audit) => Promise<T>,
): Promise<T> {
  return retryConflicts(() => runOnce(ctx, work));
}

function runOnce<T>(
  ctx: TransactionContext,
  work: (tx: Transaction, audit: Audit) => Promise<T>,
): Promise<T> {
  return ctx.db.$transaction(async (tx) => {
    const events: AuditInput[] = [];
    await reserveAnswer(tx, ctx);
    const result = await work(tx, (event) => events.push(event));
    if (events.length === 0) throw new Error("a transaction ended without an audit event");
    await storeAnswer(tx, ctx, result);
    await appendAuditEvents(
      tx,
      { principal: ctx.principal, at: ctx.now(), requestId: ctx.requestId },
      events,
    );
    return result;
  });
}

async function reserveAnswer(tx: Transaction, ctx: TransactionContext): Promise<void> {
  if (ctx.idempotency === undefined) return;
  const { key, operation, requestDigest, status } = ctx.idempotency;
  const inserted = await tx.$executeRaw`
    INSERT INTO idempotent_answer (principal, operation, key, "requestDigest", status, body, "createdAt")
    VALUES (${principalRef(ctx.principal)}, ${operation}, ${key}, ${requestDigest}, ${status}, 'null'::json, ${ctx.now()})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) throw new IdempotencyConflict("the same Idempotency-Key was used at the same time");
}

async function storeAnswer(tx: Transaction, ctx: TransactionContext, result: unknown): Promise<void> {
  if (ctx.idempotency === undefined) return;
  const { key, operation, status } = ctx.idempotency;
  const body = JSON.stringify(result ?? null);
  await tx.$executeRaw`
    UPDATE idempotent_answer SET body = ${body}::json, status = ${status}
    WHERE principal = ${principalRef(ctx.principal)} AND operation = ${operation} AND key = ${key}`;
}

/** expectOne turns a compare-and-set that met no row into the 409 it is. */
export function expectOne(count: number, what: string): void {
  if (count !== 1) {
    throw new AppError("version-conflict", `The ${what} was changed by someone else; look at it again.`);
  }
}
