-- What the worker last wrote to the checkpoint file, and read from git, about each audit chain, so that the console can say it.
CREATE TABLE "audit_checkpoint" (
  "chain" text NOT NULL,
  "place" text NOT NULL,
  "seq" integer NOT NULL,
  "hash" text NOT NULL,
  "commit" text,
  "sinceAt" timestamptz(3) NOT NULL,
  "checkedAt" timestamptz(3) NOT NULL,
  "problem" text,
  PRIMARY KEY ("chain", "place")
);
