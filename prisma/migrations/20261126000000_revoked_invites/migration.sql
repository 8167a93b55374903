-- An invite link that was lost or sent to the wrong person has to end before somebody uses it.
ALTER TABLE "invite" ADD COLUMN "revokedAt" TIMESTAMPTZ(3);
