-- Evidence that can be trusted: what a case cost and measured, what a run read, runs made by the console, people's labels, judges' licences, cost reviews, checks of models, and the prompts that traffic used.

ALTER TABLE "eval_case"
  ADD COLUMN "repeat" integer NOT NULL DEFAULT 1,
  ADD COLUMN "isError" boolean NOT NULL DEFAULT false,
  ADD COLUMN "inputTokens" integer,
  ADD COLUMN "outputTokens" integer,
  ADD COLUMN "tags" text[] NOT NULL DEFAULT '{}',
  ADD COLUMN "metrics" jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN "input" text;

ALTER TABLE "eval_run"
  ADD COLUMN "tool" text NOT NULL DEFAULT '',
  ADD COLUMN "origin" text NOT NULL DEFAULT 'upload',
  ADD COLUMN "underReleaseId" text,
  ADD COLUMN "conditions" jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN "unpinnedReasons" jsonb NOT NULL DEFAULT '[]';

ALTER TABLE "review" ADD COLUMN "costReviewed" boolean NOT NULL DEFAULT false;

CREATE TABLE "eval_session" (
  "projectId" text NOT NULL,
  "number" integer NOT NULL,
  "releaseId" text NOT NULL,
  "underReleaseId" text,
  "state" text NOT NULL,
  "settings" jsonb NOT NULL,
  "planDigest" text NOT NULL,
  "budgetUsd" double precision,
  "spentUsd" double precision NOT NULL DEFAULT 0,
  "caseCount" integer NOT NULL,
  "doneCount" integer NOT NULL DEFAULT 0,
  "errorCount" integer NOT NULL DEFAULT 0,
  "stopRequested" boolean NOT NULL DEFAULT false,
  "lastError" text,
  "evalRunNumber" integer,
  "startedBy" text NOT NULL,
  "startedByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "updatedAt" timestamptz(3) NOT NULL,
  "endedAt" timestamptz(3),
  "version" integer NOT NULL DEFAULT 1,
  PRIMARY KEY ("projectId", "number")
);
CREATE INDEX "eval_session_projectId_releaseId_idx" ON "eval_session" ("projectId", "releaseId");

CREATE TABLE "eval_session_case" (
  "projectId" text NOT NULL,
  "sessionNumber" integer NOT NULL,
  "caseId" text NOT NULL,
  "repeat" integer NOT NULL,
  "stage" text NOT NULL,
  "result" jsonb NOT NULL,
  "costUsd" double precision,
  "createdAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("projectId", "sessionNumber", "caseId", "repeat", "stage"),
  FOREIGN KEY ("projectId", "sessionNumber") REFERENCES "eval_session" ("projectId", "number")
);

CREATE TABLE "judge_label" (
  "id" text PRIMARY KEY,
  "seq" bigserial NOT NULL,
  "projectId" text NOT NULL,
  "judgeVersionId" text NOT NULL,
  "runId" text NOT NULL,
  "position" integer NOT NULL,
  "passed" boolean NOT NULL,
  "comment" text NOT NULL DEFAULT '',
  "labelledBy" text NOT NULL,
  "labelledByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  FOREIGN KEY ("judgeVersionId") REFERENCES "artifact_version" ("id"),
  FOREIGN KEY ("runId", "position") REFERENCES "eval_case" ("runId", "position")
);
CREATE INDEX "judge_label_projectId_judgeVersionId_idx" ON "judge_label" ("projectId", "judgeVersionId");
CREATE INDEX "judge_label_runId_position_idx" ON "judge_label" ("runId", "position");

CREATE TABLE "judge_licence" (
  "id" text PRIMARY KEY,
  "seq" bigserial NOT NULL,
  "projectId" text NOT NULL,
  "judgeVersionId" text NOT NULL,
  "level" text NOT NULL,
  "reason" text NOT NULL,
  "grantedBy" text NOT NULL,
  "grantedByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  FOREIGN KEY ("judgeVersionId") REFERENCES "artifact_version" ("id")
);
CREATE INDEX "judge_licence_projectId_judgeVersionId_idx" ON "judge_licence" ("projectId", "judgeVersionId");

CREATE TABLE "model_check" (
  "id" text PRIMARY KEY,
  "projectId" text NOT NULL,
  "artifactVersionId" text NOT NULL,
  "verdict" text NOT NULL,
  "detail" jsonb NOT NULL,
  "checkedBy" text NOT NULL,
  "checkedByName" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  FOREIGN KEY ("artifactVersionId") REFERENCES "artifact_version" ("id")
);
CREATE INDEX "model_check_projectId_artifactVersionId_idx" ON "model_check" ("projectId", "artifactVersionId");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['eval_session_case', 'judge_label', 'judge_licence', 'model_check'] LOOP
    EXECUTE format('CREATE TRIGGER immutable_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER immutable_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;

-- The prompt that a call was made with, as the gateway reports it: the sha256 of the template's bytes, its name, and the service that called.
ALTER TABLE traces.inference_call
  ADD COLUMN prompt_digest text,
  ADD COLUMN prompt_name text,
  ADD COLUMN service_name text;
CREATE INDEX inference_call_prompt_idx ON traces.inference_call (project_id, prompt_digest, started_at) WHERE prompt_digest IS NOT NULL;
