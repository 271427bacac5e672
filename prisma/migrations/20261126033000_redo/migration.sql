-- Where a delivery comes from: `event` when dispatch first chose it, `resend` or `replay` when somebody asked again.
ALTER TABLE "deliveries"
  ADD COLUMN "cause" varchar(16) NOT NULL DEFAULT 'event',
  -- The first delivery of which this one is a resend.
  ADD COLUMN "origin_id" uuid,
  -- The bulk operation that made it, or touched it last.
  ADD COLUMN "operation_id" uuid,
  -- How often somebody asked for a further attempt after it had ended.
  ADD COLUMN "manual_retries" int NOT NULL DEFAULT 0;

-- A quiet destination's page is found here, a busy one's soon turns up in the order of the ids.
CREATE INDEX "deliveries_destination_idx" ON "deliveries" ("destination_id");
-- What is not delivered, in the order of the list: without it, every day that has none of a status is read to its end.
CREATE INDEX "deliveries_undelivered_idx" ON "deliveries" ("status", "id")
  WHERE "status" IN ('pending', 'delivering', 'dead', 'withheld', 'discarded');
CREATE INDEX "deliveries_operation_idx" ON "deliveries" ("operation_id", "id") WHERE "operation_id" IS NOT NULL;
-- The request as it was sent, as JSON text: {method, url, headers, body}.
ALTER TABLE "delivery_attempts" ADD COLUMN IF NOT EXISTS "request" text;
-- Attempts that failed are few beside the others.
CREATE INDEX "delivery_attempts_failed_idx" ON "delivery_attempts" ("outcome", "delivery_id")
  WHERE "outcome" <> 'delivered';

-- What a call with an Idempotency-Key was answered: a second one with the same key gets the same.
CREATE TABLE "idempotency_keys" (
  "actor_id" uuid NOT NULL,
  "key" varchar(128) NOT NULL,
  -- Verb and subject, so that a key is not taken for another call.
  "call" varchar(120) NOT NULL,
  "answer" jsonb,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("actor_id", "key")
);
CREATE INDEX "idempotency_keys_created_idx" ON "idempotency_keys" ("created_at");

-- CreateTable
CREATE TABLE "bulk_operations" (
    "id" UUID NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "target" VARCHAR(16) NOT NULL,
    "filter" JSONB,
    "ids" UUID[],
    "reason" VARCHAR(500),
    "only_new" BOOLEAN NOT NULL DEFAULT true,
    "rate_per_second" INTEGER NOT NULL,
    "item_limit" INTEGER NOT NULL,
    "state" VARCHAR(16) NOT NULL DEFAULT 'planned',
    "plan" JSONB NOT NULL,
    "planned" INTEGER NOT NULL,
    "confirmation" VARCHAR(40) NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "skipped" JSONB NOT NULL DEFAULT '{}',
    "failed" JSONB NOT NULL DEFAULT '{}',
    "samples" JSONB NOT NULL DEFAULT '[]',
    "capped" BOOLEAN NOT NULL DEFAULT false,
    "error" VARCHAR(500),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "position_id" UUID,
    "scan_rows" INTEGER,
    "slice_due_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_by_name" VARCHAR(254) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "worked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_operations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "bulk_operations_state_worked_at_idx" ON "bulk_operations"("state", "worked_at");
