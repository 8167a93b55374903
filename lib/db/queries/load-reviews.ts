import { z } from "zod";
import { GATE_TERM_IDS, GATE_TERM_VERDICTS } from "../../domain/gates/gate-term.ts";
import { REVIEW_DECISIONS, type Review } from "../../domain/promotions/review-rules.ts";
import { termsDigest } from "../../domain/promotions/terms-digest.ts";
import type { Reader } from "../client.ts";

/** A stored review with its words. */
export type LoadedReview = Review & { id: string; comment: string };

/** loadReviews reads all reviews of a promotion, oldest first. */
export async function loadReviews(
  db: Reader,
  projectId: string,
  promotionNumber: number,
): Promise<LoadedReview[]> {
  const rows = await db.review.findMany({
    where: { projectId, promotionNumber },
    orderBy: { createdAt: "asc" },
  });
  const kept = await keptTerms(db, projectId, promotionNumber);
  return rows.map((row) => ({
    id: row.id,
    accountId: row.accountId,
    accountName: row.accountName,
    decision: REVIEW_DECISIONS.find((known) => known === row.decision) ?? "request_changes",
    comment: row.comment,
    costReviewed: row.costReviewed,
    subject: {
      manifestDigest: row.manifestDigest,
      baseReleaseId: row.baseReleaseId,
      policyLabel: row.policyLabel,
      evidenceDigest: row.evidenceDigest,
    },
    termsDigest: kept.get(momentOf(row)) ?? null,
    createdAt: row.createdAt,
  }));
}

const storedTerms = z.array(
  z.object({
    id: z.enum(GATE_TERM_IDS),
    label: z.string(),
    verdict: z.enum(GATE_TERM_VERDICTS),
    control: z.number().nullable(),
    candidate: z.number().nullable(),
    limit: z.string(),
  }),
);

/** What the gates said is kept with each review, at the same moment and about the same evidence. */
async function keptTerms(
  db: Reader,
  projectId: string,
  promotionNumber: number,
): Promise<Map<string, string>> {
  const rows = await db.gateResult.findMany({ where: { projectId, promotionNumber } });
  return new Map(
    rows.flatMap((row) => {
      const terms = storedTerms.safeParse(row.terms);
      return terms.success ? [[momentOf(row), termsDigest(terms.data)] as const] : [];
    }),
  );
}

function momentOf(row: { createdAt: Date; evidenceDigest: string }): string {
  return `${row.createdAt.toISOString()} ${row.evidenceDigest}`;
}
