-- Everything that moves production: settings with floors, freezes, recomposed and rejected promotions, rollouts that step and pause, unreviewed changes, rewritten history, identities of other providers, and telling people.

ALTER TABLE "project"
  ADD COLUMN "requiredKinds" text[] NOT NULL DEFAULT '{}',
  ADD COLUMN "onCallAccountId" text,
  ADD COLUMN "reconciliationHours" integer NOT NULL DEFAULT 1,
  ADD COLUMN "postReviewHours" integer NOT NULL DEFAULT 24,
  ADD COLUMN "webhookSecretsSealed" text[] NOT NULL DEFAULT '{}';

ALTER TABLE "environment"
  ADD COLUMN "cooldownEndedAt" timestamptz(3),
  ADD COLUMN "firstSeenAt" timestamptz(3),
  ADD COLUMN "firstNamedReleaseId" text;

ALTER TABLE "promotion"
  ADD COLUMN "recomposedFrom" integer,
  ADD COLUMN "endedAt" timestamptz(3),
  ADD COLUMN "endReason" text,
  ADD COLUMN "consumedReviewIds" text[] NOT NULL DEFAULT '{}';

ALTER TABLE "rollout"
  ADD COLUMN "policyLabel" text NOT NULL DEFAULT '',
  ADD COLUMN "bakeHours" double precision,
  ADD COLUMN "stepStartedAt" timestamptz(3),
  ADD COLUMN "pausedAt" timestamptz(3),
  ADD COLUMN "pauseReason" text,
  ADD COLUMN "pausedBy" text,
  ADD COLUMN "pausedByName" text,
  ADD COLUMN "endReason" text;

ALTER TABLE "decision" ADD COLUMN "windowEndAt" timestamptz(3);
CREATE UNIQUE INDEX "decision_projectId_rolloutNumber_windowEndAt_key" ON "decision" ("projectId", "rolloutNumber", "windowEndAt");

ALTER TABLE "rollback"
  ADD COLUMN "proof" text NOT NULL DEFAULT 'fresh',
  ADD COLUMN "cause" text NOT NULL DEFAULT 'break_glass';

-- An environment that never served anything may be named a release that nobody reviewed.
ALTER TABLE "reconciliation" ALTER COLUMN "servedReleaseId" DROP NOT NULL;
ALTER TABLE "reconciliation"
  ADD COLUMN "commit" text,
  ADD COLUMN "commitAuthor" text,
  ADD COLUMN "commitAuthorEmail" text,
  ADD COLUMN "choice" text,
  ADD COLUMN "remindedAt" timestamptz(3),
  ADD COLUMN "lateToldAt" timestamptz(3),
  ADD COLUMN "postReviewDueAt" timestamptz(3),
  ADD COLUMN "postReviewedAt" timestamptz(3),
  ADD COLUMN "postReviewedBy" text,
  ADD COLUMN "postReviewedByName" text,
  ADD COLUMN "postReview" text;

CREATE TABLE "freeze_window" (
  "id" text PRIMARY KEY,
  "projectId" text NOT NULL,
  "environment" text NOT NULL,
  "startsAt" timestamptz(3) NOT NULL,
  "endsAt" timestamptz(3) NOT NULL,
  "reason" text NOT NULL,
  "createdBy" text NOT NULL,
  "createdByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "endedAt" timestamptz(3),
  "endedBy" text,
  "endedByName" text
);
CREATE INDEX "freeze_window_projectId_environment_idx" ON "freeze_window" ("projectId", "environment");

CREATE TABLE "history_rewrite" (
  "id" text PRIMARY KEY,
  "projectId" text NOT NULL,
  "fromCommit" text NOT NULL,
  "toCommit" text NOT NULL,
  "foundAt" timestamptz(3) NOT NULL,
  "acceptedAt" timestamptz(3),
  "acceptedBy" text,
  "acceptedByName" text,
  "reason" text
);
CREATE UNIQUE INDEX "history_rewrite_projectId_fromCommit_toCommit_key" ON "history_rewrite" ("projectId", "fromCommit", "toCommit");

CREATE TABLE "account_identity" (
  "provider" text NOT NULL,
  "subject" text NOT NULL,
  "accountId" text NOT NULL,
  "email" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "lastUsedAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("provider", "subject"),
  FOREIGN KEY ("accountId") REFERENCES "account" ("id")
);
CREATE INDEX "account_identity_accountId_idx" ON "account_identity" ("accountId");

ALTER TABLE "session"
  ADD COLUMN "provider" text NOT NULL DEFAULT 'password',
  ADD COLUMN "userAgent" text NOT NULL DEFAULT '',
  ADD COLUMN "address" text NOT NULL DEFAULT '',
  ADD COLUMN "providerAwayAt" timestamptz(3),
  ADD COLUMN "renewDueAt" timestamptz(3);

ALTER TABLE "api_key"
  ADD COLUMN "rotatedFromId" text,
  ADD COLUMN "lastUsedFrom" text;

CREATE TABLE "group_grant" (
  "id" text PRIMARY KEY,
  "projectId" text NOT NULL,
  "groupName" text NOT NULL,
  "role" text NOT NULL,
  "environment" text NOT NULL DEFAULT '',
  "createdBy" text NOT NULL,
  "createdByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  FOREIGN KEY ("projectId") REFERENCES "project" ("id")
);
CREATE UNIQUE INDEX "group_grant_projectId_groupName_role_environment_key" ON "group_grant" ("projectId", "groupName", "role", "environment");
ALTER TABLE "membership" ADD COLUMN "source" text NOT NULL DEFAULT 'invite';

CREATE TABLE "webhook_delivery" (
  "source" text NOT NULL,
  "deliveryId" text NOT NULL,
  "projectId" text NOT NULL,
  "event" text NOT NULL,
  "bodyDigest" text NOT NULL,
  "receivedAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("source", "deliveryId")
);
CREATE INDEX "webhook_delivery_projectId_receivedAt_idx" ON "webhook_delivery" ("projectId", "receivedAt");

CREATE TABLE "notification_target" (
  "id" text PRIMARY KEY,
  "projectId" text NOT NULL,
  "kind" text NOT NULL,
  "address" text NOT NULL,
  "secretsSealed" text[] NOT NULL DEFAULT '{}',
  "events" text[] NOT NULL,
  "createdBy" text NOT NULL,
  "createdByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "disabledAt" timestamptz(3),
  "version" integer NOT NULL DEFAULT 1
);
CREATE INDEX "notification_target_projectId_idx" ON "notification_target" ("projectId");

CREATE TABLE "notification" (
  "projectId" text NOT NULL,
  "number" integer NOT NULL,
  "type" text NOT NULL,
  "dedupeKey" text NOT NULL,
  "environment" text,
  "releaseId" text,
  "resourceKind" text NOT NULL,
  "resourceId" text NOT NULL,
  "sentence" text NOT NULL,
  "actorName" text NOT NULL,
  "accountIds" text[] NOT NULL DEFAULT '{}',
  "createdAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("projectId", "number")
);
CREATE UNIQUE INDEX "notification_projectId_dedupeKey_key" ON "notification" ("projectId", "dedupeKey");

CREATE TABLE "notification_delivery" (
  "id" text PRIMARY KEY,
  "projectId" text NOT NULL,
  "notificationNumber" integer NOT NULL,
  "targetId" text,
  "kind" text NOT NULL,
  "address" text NOT NULL,
  "state" text NOT NULL,
  "attempts" integer NOT NULL DEFAULT 0,
  "lastStatus" text,
  "lastError" text,
  "nextTryAt" timestamptz(3),
  "createdAt" timestamptz(3) NOT NULL,
  "deliveredAt" timestamptz(3),
  FOREIGN KEY ("projectId", "notificationNumber") REFERENCES "notification" ("projectId", "number")
);
CREATE UNIQUE INDEX "notification_delivery_once_key" ON "notification_delivery" ("projectId", "notificationNumber", "kind", "address");
CREATE INDEX "notification_delivery_projectId_createdAt_idx" ON "notification_delivery" ("projectId", "createdAt");
