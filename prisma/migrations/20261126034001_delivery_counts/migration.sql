-- What attempts came to, per destination and minute, and per hour: health is read from these few rows, however many
-- attempts there are. Counted by the statement that records the attempts, so the two never differ.
CREATE TABLE "delivery_counts" (
  "destination_id" uuid NOT NULL,
  -- The width of the bucket: 60 or 3600.
  "seconds" int NOT NULL,
  "bucket" timestamptz NOT NULL,
  -- Of the attempts; none where a delivery died without a further one.
  "outcome" varchar(16) NOT NULL,
  -- 0 where nothing was answered.
  "status_code" int NOT NULL,
  "attempts" int NOT NULL,
  -- Deliveries that ended on the dead shelf by them.
  "dead" int NOT NULL,
  -- How long they took: how many within each range of a histogram.
  "answers" int[] NOT NULL,
  "last_at" timestamptz NOT NULL,
  "last_error" varchar(300),
  PRIMARY KEY ("destination_id", "seconds", "bucket", "outcome", "status_code")
) WITH (fillfactor = 50);
-- To forget the old ones by.
CREATE INDEX "delivery_counts_bucket_idx" ON "delivery_counts" ("seconds", "bucket");

-- The latest attempts of a destination are found by it; those of before the upgrade name none.
ALTER TABLE "delivery_attempts" ADD COLUMN "destination_id" uuid;
CREATE INDEX "delivery_attempts_destination_idx" ON "delivery_attempts" ("destination_id", "started_at")
  WHERE "destination_id" IS NOT NULL;
