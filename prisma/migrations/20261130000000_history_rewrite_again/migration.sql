-- The same force-push can happen again after an admin accepted it: only what nobody has accepted yet is noted once.
DROP INDEX "history_rewrite_projectId_fromCommit_toCommit_key";
CREATE UNIQUE INDEX "history_rewrite_open_key" ON "history_rewrite" ("projectId", "fromCommit", "toCommit") WHERE "acceptedAt" IS NULL;
