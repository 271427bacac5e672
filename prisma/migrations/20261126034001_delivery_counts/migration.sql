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
  -- How long they took: a histogram by the bounds of answer_histogram.
  "answers" int[] NOT NULL,
  "last_at" timestamptz NOT NULL,
  "last_error" varchar(300),
  PRIMARY KEY ("destination_id", "seconds", "bucket", "outcome", "status_code")
) WITH (fillfactor = 50);
-- To forget the old ones by.
CREATE INDEX "delivery_counts_bucket_idx" ON "delivery_counts" ("seconds", "bucket");

-- One count for each range between these bounds, in milliseconds.
CREATE FUNCTION answer_histogram("durations" int[]) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(coalesce(n, 0) ORDER BY i)
  FROM generate_series(0, 24) AS i LEFT JOIN (
    SELECT width_bucket(ms, ARRAY[2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000,
      5000, 7500, 10000, 15000, 20000, 30000]) AS i, count(*)::int AS n
    FROM unnest(durations) AS ms GROUP BY 1
  ) AS counted USING (i)
$$;

CREATE FUNCTION add_histograms("a" int[], "b" int[]) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(coalesce(x, 0) + coalesce(y, 0) ORDER BY i) FROM unnest(a, b) WITH ORDINALITY AS t(x, y, i)
$$;

-- The latest attempts of a destination are found by it; those of before the upgrade name none.
ALTER TABLE "delivery_attempts" ADD COLUMN "destination_id" uuid;
CREATE INDEX "delivery_attempts_destination_idx" ON "delivery_attempts" ("destination_id", "started_at")
  WHERE "destination_id" IS NOT NULL;
