import { type AuditEvent, auditHash } from "../audit-event.ts";
import { GENESIS } from "../verify-chain.ts";

/** buildChain makes a chain of so many correct events, with every kind of value in them. */
export function buildChain(count: number): AuditEvent[] {
  const events: AuditEvent[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const unsigned = {
      chain: "prj_1",
      seq,
      at: new Date(Date.UTC(2026, 4, 4, 9, 0, seq)).toISOString(),
      actorKind: "account" as const,
      actorId: "acc_ada",
      actorName: "Ada Ünal",
      action: "release.created",
      resourceKind: "release",
      resourceId: `f91be2a45${seq % 10}`,
      environment: "production",
      releaseId: "f91be2a454",
      before: { state: "draft", reviewers: seq },
      after: { state: "in_review", parts: ["prompt", "model"], isDemo: false, none: null },
      reason: "latency breach",
      requestId: "req_1",
      prevHash: (events.at(-1) ?? GENESIS).hash,
    };
    events.push({ ...unsigned, hash: auditHash(unsigned) });
  }
  return events;
}
