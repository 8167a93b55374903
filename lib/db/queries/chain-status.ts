import type { z } from "zod";
import type { chainStatus } from "../../contracts/audit.ts";
import { type ChainHead, GENESIS, verifyChain } from "../../domain/audit/verify-chain.ts";
import type { Reader } from "../client.ts";
import { readChain } from "./load-audit-events.ts";

export type ChainStatus = z.output<typeof chainStatus>;

/**
 * getChainStatus verifies a whole chain, in batches, up to the head that the database keeps for it; a chain whose
 * last events are gone ends before its head.
 */
export async function getChainStatus(db: Reader, chain: string, now: Date): Promise<ChainStatus> {
  const checkedAt = now.toISOString();
  // The head is read first, so that an event written meanwhile is beyond it and not missing.
  const kept = await db.auditHead.findUnique({ where: { chain } });
  const checkpoint = kept === null || kept.seq === 0 ? [] : [{ seq: kept.seq, hash: kept.hash }];
  let head: ChainHead = GENESIS;
  for await (const events of readChain(db, chain)) {
    const inside = checkpoint.filter((item) => item.seq <= (events.at(-1)?.seq ?? 0));
    const verdict = verifyChain(events, inside, head);
    if (!verdict.ok) return { ok: false, ...verdict.problem, checkedAt };
    head = verdict.head;
  }
  const end = verifyChain([], checkpoint, head);
  if (!end.ok) return { ok: false, ...end.problem, checkedAt };
  return { ok: true, count: head.seq, headHash: head.hash, checkedAt };
}
