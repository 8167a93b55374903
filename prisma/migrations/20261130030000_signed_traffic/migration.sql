-- Whether a gateway signed the release that a call names, and whether a project takes nothing else. A constant default rewrites no partition.
ALTER TABLE traces.inference_call ADD COLUMN is_assigned boolean NOT NULL DEFAULT false;
ALTER TABLE "project" ADD COLUMN "onlySignedTraffic" boolean NOT NULL DEFAULT false;
