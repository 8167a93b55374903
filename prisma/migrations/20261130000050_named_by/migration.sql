-- Whoever named a release in git by hand may not be the one who reviews it: all who wrote those commits are kept.
ALTER TABLE "reconciliation" ADD COLUMN "authorEmails" TEXT[] NOT NULL DEFAULT '{}';
