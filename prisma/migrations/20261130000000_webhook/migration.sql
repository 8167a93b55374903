-- A webhook's secret that is being replaced ends after a day, and each delivery says what was made of it.

ALTER TABLE "project" ADD COLUMN "webhookRotatedAt" timestamptz(3);
ALTER TABLE "webhook_delivery" ADD COLUMN "outcome" text NOT NULL DEFAULT 'queued';
