-- Paused: deliveries are queued and nothing is sent. Disabled: what waits is dropped; a reason is there when the
-- product did it by itself. Ordered: the deliveries of a session follow each other.
ALTER TABLE "destinations"
  ADD COLUMN "ordered" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "paused_at" TIMESTAMPTZ(3),
  ADD COLUMN "disabled_at" TIMESTAMPTZ(3),
  ADD COLUMN "disabled_reason" VARCHAR(500);
UPDATE "destinations" SET "disabled_at" = "updated_at" WHERE NOT "enabled";

-- Whether a destination is called at all, shared by every process.
CREATE TABLE "destination_breakers" (
  "destination_id" uuid NOT NULL,
  "state" varchar(16) NOT NULL DEFAULT 'closed',
  "opened_at" timestamptz,
  -- Of one that is not closed: when the next single call may leave; while one is under way, when it counts as lost.
  "next_probe_at" timestamptz,
  "failed_half_opens" int NOT NULL DEFAULT 0,
  "good_probes" int NOT NULL DEFAULT 0,
  -- Attempts of the last minutes: [[from, delivered, failed], …].
  "recent" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("destination_id")
) WITH (fillfactor = 50);
INSERT INTO "destination_breakers" ("destination_id") SELECT "id" FROM "destinations";

-- The request as it was sent, as JSON text: {method, url, headers, body}.
ALTER TABLE "delivery_attempts" ADD COLUMN "request" text;

-- Set where the destination wants the order of the session. Of those unfinished one has a time, the others none yet.
ALTER TABLE "deliveries" ADD COLUMN "session_key" varchar(128);
CREATE INDEX "deliveries_session_idx" ON "deliveries" ("destination_id", "session_key", (num_nulls("next_attempt_at")), "event_id")
  WHERE "session_key" IS NOT NULL AND "status" IN ('pending', 'delivering');

-- First attempts and further ones are found apart, so that neither has to be looked for behind the other.
DROP INDEX "deliveries_due_idx";
CREATE INDEX "deliveries_due_idx" ON "deliveries" ("destination_id", (least("attempt_count", 1)), "next_attempt_at")
  WHERE "status" IN ('pending', 'delivering');
