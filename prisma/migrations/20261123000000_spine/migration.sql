-- The first tables of the console: accounts, projects, registry, releases, evidence, promotions, rollouts, audit.

-- account
CREATE TABLE "account" (
  "id" text NOT NULL PRIMARY KEY,
  "email" text NOT NULL,
  "name" text NOT NULL,
  "passwordHash" text,
  "isDemo" boolean NOT NULL DEFAULT false,
  "createdAt" timestamptz(3) NOT NULL,
  "disabledAt" timestamptz(3)
);
CREATE UNIQUE INDEX "account_email_key" ON "account" ("email");
CREATE TABLE "session" (
  "id" text NOT NULL PRIMARY KEY,
  "accountId" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "lastSeenAt" timestamptz(3) NOT NULL,
  "expiresAt" timestamptz(3) NOT NULL,
  "provedAt" timestamptz(3) NOT NULL,
  "revokedAt" timestamptz(3)
);
CREATE INDEX "session_accountId_idx" ON "session" ("accountId");
CREATE TABLE "invite" (
  "id" text NOT NULL PRIMARY KEY,
  "tokenHash" text NOT NULL,
  "kind" text NOT NULL,
  "projectId" text,
  "email" text,
  "grants" jsonb NOT NULL,
  "createdBy" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "expiresAt" timestamptz(3) NOT NULL,
  "acceptedAt" timestamptz(3)
);
CREATE UNIQUE INDEX "invite_tokenHash_key" ON "invite" ("tokenHash");
CREATE TABLE "membership" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "accountId" text NOT NULL,
  "role" text NOT NULL,
  "environment" text NOT NULL DEFAULT '',
  "createdAt" timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "membership_projectId_accountId_role_environment_key" ON "membership" ("projectId", "accountId", "role", "environment");
CREATE INDEX "membership_accountId_idx" ON "membership" ("accountId");
CREATE TABLE "api_key" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "environment" text,
  "name" text NOT NULL,
  "secretHash" text NOT NULL,
  "scopes" text[] NOT NULL,
  "createdBy" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "expiresAt" timestamptz(3) NOT NULL,
  "revokedAt" timestamptz(3),
  "lastUsedAt" timestamptz(3)
);
CREATE UNIQUE INDEX "api_key_secretHash_key" ON "api_key" ("secretHash");
CREATE INDEX "api_key_projectId_idx" ON "api_key" ("projectId");

-- project
CREATE TABLE "project" (
  "id" text NOT NULL PRIMARY KEY,
  "slug" text NOT NULL,
  "name" text NOT NULL,
  "isDemo" boolean NOT NULL DEFAULT false,
  "gitHost" text NOT NULL DEFAULT 'local',
  "repository" text NOT NULL,
  "minReviewers" integer NOT NULL DEFAULT 1,
  "onCallContact" text,
  "createdAt" timestamptz(3) NOT NULL,
  "version" integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX "project_slug_key" ON "project" ("slug");
CREATE TABLE "environment" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "name" text NOT NULL,
  "position" integer NOT NULL,
  "desiredReleaseId" text,
  "desiredCommit" text,
  "desiredAt" timestamptz(3),
  "allocationVersion" integer NOT NULL DEFAULT 0,
  "version" integer NOT NULL DEFAULT 1,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "environment_projectId_name_key" ON "environment" ("projectId", "name");
CREATE TABLE "allocation" (
  "environmentId" text NOT NULL,
  "version" integer NOT NULL,
  "projectId" text NOT NULL,
  "controlReleaseId" text,
  "candidateReleaseId" text,
  "shareBp" integer NOT NULL,
  "cause" text NOT NULL,
  "rolloutNumber" integer,
  "createdAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("environmentId", "version")
);

-- registry
CREATE TABLE "content" (
  "digest" text NOT NULL PRIMARY KEY,
  "bytes" bytea NOT NULL,
  "sizeBytes" integer NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE TABLE "artifact_version" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "kind" text NOT NULL,
  "name" text NOT NULL,
  "version" text NOT NULL,
  "digest" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "artifact_version_projectId_kind_name_version_key" ON "artifact_version" ("projectId", "kind", "name", "version");
CREATE TABLE "artifact_file" (
  "artifactVersionId" text NOT NULL,
  "path" text NOT NULL,
  "blob" text NOT NULL,
  "contentDigest" text NOT NULL,
  PRIMARY KEY ("artifactVersionId", "path")
);
CREATE TABLE "sighting" (
  "id" text NOT NULL PRIMARY KEY,
  "artifactVersionId" text NOT NULL,
  "projectId" text NOT NULL,
  "stage" text NOT NULL,
  "ref" text NOT NULL,
  "commit" text NOT NULL,
  "lastCommit" text NOT NULL,
  "authorName" text NOT NULL,
  "authorEmail" text NOT NULL,
  "authorEmails" text[] NOT NULL,
  "authoredAt" timestamptz(3) NOT NULL,
  "subject" text NOT NULL,
  "seenAt" timestamptz(3) NOT NULL,
  "position" integer NOT NULL
);
CREATE UNIQUE INDEX "sighting_artifactVersionId_stage_lastCommit_key" ON "sighting" ("artifactVersionId", "stage", "lastCommit");
CREATE TABLE "repository_sync" (
  "projectId" text NOT NULL PRIMARY KEY,
  "headCommit" text,
  "syncedAt" timestamptz(3),
  "checkedAt" timestamptz(3),
  "layout" jsonb,
  "findings" jsonb NOT NULL DEFAULT '[]',
  "lastError" text
);

-- release
CREATE TABLE "release" (
  "projectId" text NOT NULL,
  "id" text NOT NULL,
  "fingerprint" text NOT NULL,
  "manifestDigest" text NOT NULL,
  "manifest" text NOT NULL,
  "createdBy" text NOT NULL,
  "createdByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("projectId", "id")
);
CREATE TABLE "release_component" (
  "projectId" text NOT NULL,
  "releaseId" text NOT NULL,
  "key" text NOT NULL,
  "kind" text NOT NULL,
  "name" text NOT NULL,
  "version" text NOT NULL,
  "digest" text NOT NULL,
  "artifactVersionId" text NOT NULL,
  PRIMARY KEY ("projectId", "releaseId", "key")
);
CREATE INDEX "release_component_artifactVersionId_idx" ON "release_component" ("artifactVersionId");

-- evidence
CREATE TABLE "eval_run" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "number" integer NOT NULL,
  "releaseId" text,
  "format" text NOT NULL,
  "rawDigest" text NOT NULL,
  "digest" text NOT NULL,
  "evidenceKey" jsonb,
  "evidenceKeyDigest" text,
  "sentBy" text NOT NULL,
  "sentByName" text NOT NULL,
  "selfReported" boolean NOT NULL,
  "caseCount" integer NOT NULL,
  "summary" jsonb NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "eval_run_projectId_number_key" ON "eval_run" ("projectId", "number");
CREATE INDEX "eval_run_projectId_releaseId_idx" ON "eval_run" ("projectId", "releaseId");
CREATE TABLE "eval_case" (
  "runId" text NOT NULL,
  "position" integer NOT NULL,
  "caseId" text NOT NULL,
  "passed" boolean NOT NULL,
  "score" double precision NOT NULL,
  "totalTokens" integer,
  "latencyMs" double precision,
  "costUsd" double precision,
  "isCached" boolean NOT NULL DEFAULT false,
  "output" text,
  "reason" text,
  PRIMARY KEY ("runId", "position")
);
CREATE TABLE "gate_result" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "promotionNumber" integer NOT NULL,
  "verdict" text NOT NULL,
  "terms" jsonb NOT NULL,
  "policyVersionId" text,
  "policyLabel" text NOT NULL,
  "evidenceDigest" text NOT NULL,
  "evidenceIds" jsonb NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "gate_result_projectId_promotionNumber_idx" ON "gate_result" ("projectId", "promotionNumber");

-- promotion
CREATE TABLE "promotion" (
  "projectId" text NOT NULL,
  "number" integer NOT NULL,
  "environment" text NOT NULL,
  "releaseId" text NOT NULL,
  "baseReleaseId" text,
  "title" text NOT NULL,
  "state" text NOT NULL,
  "authorId" text NOT NULL,
  "authorName" text NOT NULL,
  "policyLabel" text NOT NULL,
  "branch" text,
  "pullNumber" integer,
  "headCommit" text,
  "mergeCommit" text,
  "lastError" text,
  "nextTryAt" timestamptz(3),
  "attempts" integer NOT NULL DEFAULT 0,
  "createdAt" timestamptz(3) NOT NULL,
  "approvedAt" timestamptz(3),
  "mergedAt" timestamptz(3),
  "version" integer NOT NULL DEFAULT 1,
  PRIMARY KEY ("projectId", "number")
);
CREATE INDEX "promotion_projectId_state_idx" ON "promotion" ("projectId", "state");
CREATE TABLE "review" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "promotionNumber" integer NOT NULL,
  "accountId" text NOT NULL,
  "accountName" text NOT NULL,
  "decision" text NOT NULL,
  "comment" text NOT NULL,
  "manifestDigest" text NOT NULL,
  "baseReleaseId" text,
  "policyLabel" text NOT NULL,
  "evidenceDigest" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "review_projectId_promotionNumber_idx" ON "review" ("projectId", "promotionNumber");

-- rollout
CREATE TABLE "rollout" (
  "projectId" text NOT NULL,
  "number" integer NOT NULL,
  "environmentId" text NOT NULL,
  "environment" text NOT NULL,
  "promotionNumber" integer NOT NULL,
  "candidateReleaseId" text NOT NULL,
  "controlReleaseId" text,
  "state" text NOT NULL,
  "stepsBp" integer[] NOT NULL,
  "stepIndex" integer NOT NULL DEFAULT 0,
  "createdAt" timestamptz(3) NOT NULL,
  "startedAt" timestamptz(3),
  "bakingSince" timestamptz(3),
  "bakeUntil" timestamptz(3),
  "endedAt" timestamptz(3),
  "version" integer NOT NULL DEFAULT 1,
  PRIMARY KEY ("projectId", "number")
);
CREATE INDEX "rollout_environmentId_idx" ON "rollout" ("environmentId");
CREATE TABLE "decision" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "rolloutNumber" integer NOT NULL,
  "action" text NOT NULL,
  "reasonCodes" jsonb NOT NULL,
  "inputs" jsonb NOT NULL,
  "policyLabel" text NOT NULL,
  "nextLookAt" timestamptz(3),
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "decision_projectId_rolloutNumber_idx" ON "decision" ("projectId", "rolloutNumber");
CREATE TABLE "known_good" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "environment" text NOT NULL,
  "releaseId" text NOT NULL,
  "cause" text NOT NULL,
  "reason" text NOT NULL,
  "actor" text NOT NULL,
  "actorName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "known_good_projectId_environment_idx" ON "known_good" ("projectId", "environment");
CREATE TABLE "rollback" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "environment" text NOT NULL,
  "fromReleaseId" text NOT NULL,
  "toReleaseId" text NOT NULL,
  "actor" text NOT NULL,
  "actorName" text NOT NULL,
  "reason" text NOT NULL,
  "decisionId" text,
  "provedAt" timestamptz(3),
  "allocationVersion" integer NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "rollback_projectId_environment_idx" ON "rollback" ("projectId", "environment");
CREATE TABLE "quarantine" (
  "id" text NOT NULL PRIMARY KEY,
  "projectId" text NOT NULL,
  "releaseId" text NOT NULL,
  "reason" text NOT NULL,
  "environment" text NOT NULL,
  "since" timestamptz(3) NOT NULL,
  "liftedAt" timestamptz(3),
  "liftedBy" text,
  "liftedByName" text,
  "liftReason" text
);
CREATE INDEX "quarantine_projectId_releaseId_idx" ON "quarantine" ("projectId", "releaseId");
CREATE TABLE "reconciliation" (
  "projectId" text NOT NULL,
  "number" integer NOT NULL,
  "environment" text NOT NULL,
  "kind" text NOT NULL,
  "state" text NOT NULL,
  "desiredReleaseId" text,
  "servedReleaseId" text NOT NULL,
  "owner" text NOT NULL,
  "ownerName" text NOT NULL,
  "reason" text NOT NULL,
  "branch" text NOT NULL,
  "pullNumber" integer,
  "mergeCommit" text,
  "outcome" text,
  "openedAt" timestamptz(3) NOT NULL,
  "dueAt" timestamptz(3) NOT NULL,
  "closedAt" timestamptz(3),
  "attempts" integer NOT NULL DEFAULT 0,
  "lastError" text,
  "nextTryAt" timestamptz(3),
  "version" integer NOT NULL DEFAULT 1,
  PRIMARY KEY ("projectId", "number")
);
CREATE INDEX "reconciliation_projectId_state_idx" ON "reconciliation" ("projectId", "state");

-- audit
CREATE TABLE "audit_event" (
  "chain" text NOT NULL,
  "seq" integer NOT NULL,
  "at" timestamptz(3) NOT NULL,
  "actorKind" text NOT NULL,
  "actorId" text NOT NULL,
  "actorName" text NOT NULL,
  "action" text NOT NULL,
  "resourceKind" text NOT NULL,
  "resourceId" text NOT NULL,
  "environment" text,
  "releaseId" text,
  "before" jsonb,
  "after" jsonb,
  "reason" text,
  "requestId" text,
  "prevHash" text NOT NULL,
  "hash" text NOT NULL,
  PRIMARY KEY ("chain", "seq")
);
CREATE TABLE "audit_head" (
  "chain" text NOT NULL PRIMARY KEY,
  "seq" integer NOT NULL,
  "hash" text NOT NULL
);

-- process
CREATE TABLE "idempotent_answer" (
  "principal" text NOT NULL,
  "operation" text NOT NULL,
  "key" text NOT NULL,
  "requestDigest" text NOT NULL,
  "status" integer NOT NULL,
  "body" jsonb NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("principal", "operation", "key")
);
CREATE TABLE "lease" (
  "name" text NOT NULL PRIMARY KEY,
  "holder" text NOT NULL,
  "fencing" bigint NOT NULL,
  "expiresAt" timestamptz(3) NOT NULL
);
CREATE TABLE "worker_beat" (
  "workerId" text NOT NULL PRIMARY KEY,
  "process" text NOT NULL,
  "beatAt" timestamptz(3) NOT NULL
);

-- references
ALTER TABLE "session" ADD CONSTRAINT "session_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "invite" ADD CONSTRAINT "invite_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "membership" ADD CONSTRAINT "membership_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "membership" ADD CONSTRAINT "membership_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "environment" ADD CONSTRAINT "environment_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "environment" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "artifact_file" ADD CONSTRAINT "artifact_file_artifactVersionId_fkey" FOREIGN KEY ("artifactVersionId") REFERENCES "artifact_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "sighting" ADD CONSTRAINT "sighting_artifactVersionId_fkey" FOREIGN KEY ("artifactVersionId") REFERENCES "artifact_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "release_component" ADD CONSTRAINT "release_component_projectId_releaseId_fkey" FOREIGN KEY ("projectId", "releaseId") REFERENCES "release" ("projectId", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "eval_case" ADD CONSTRAINT "eval_case_runId_fkey" FOREIGN KEY ("runId") REFERENCES "eval_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "review" ADD CONSTRAINT "review_projectId_promotionNumber_fkey" FOREIGN KEY ("projectId", "promotionNumber") REFERENCES "promotion" ("projectId", "number") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- one open rollout, one open reconciliation per environment, one open quarantine per release
CREATE UNIQUE INDEX "rollout_one_open" ON "rollout" ("environmentId") WHERE "state" IN ('waiting', 'stepping', 'baking', 'paused');
CREATE UNIQUE INDEX "reconciliation_one_open" ON "reconciliation" ("projectId", "environment") WHERE "state" = 'open';
CREATE UNIQUE INDEX "quarantine_one_open" ON "quarantine" ("projectId", "releaseId") WHERE "liftedAt" IS NULL;
