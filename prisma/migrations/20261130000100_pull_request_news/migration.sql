-- What was said last on a pull request, so that it is said again only where it changed, and what people said there.

ALTER TABLE "promotion"
  ADD COLUMN "toldDigest" text,
  ADD COLUMN "hostReviews" jsonb NOT NULL DEFAULT '[]';
ALTER TABLE "reconciliation"
  ADD COLUMN "headCommit" text,
  ADD COLUMN "toldDigest" text;
