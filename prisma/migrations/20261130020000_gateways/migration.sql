-- Gateways say which allocation they route by, so that a rollback shows when it was observed and not only when it was told; a rollout may have a salt of its own.

CREATE TABLE "gateway_instance" (
  "projectId" text NOT NULL,
  "environment" text NOT NULL,
  "instanceId" text NOT NULL,
  "keyId" text NOT NULL,
  "generation" integer NOT NULL,
  "readiness" text NOT NULL,
  "warmReleaseIds" text[] NOT NULL DEFAULT '{}',
  "sdkVersion" text NOT NULL,
  "firstSeenAt" timestamptz(3) NOT NULL,
  "lastSeenAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("projectId", "environment", "instanceId")
);
CREATE INDEX "gateway_instance_projectId_environment_lastSeenAt_idx"
  ON "gateway_instance" ("projectId", "environment", "lastSeenAt");

ALTER TABLE "rollout" ADD COLUMN "salt" text;
