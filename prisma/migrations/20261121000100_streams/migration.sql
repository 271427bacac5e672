-- What grows with the traffic: written and read by plain SQL. Ids are UUIDv7, so the id alone tells the day,
-- finds the partition and stays unique over all of them.

CREATE TABLE "events" (
  "id" uuid NOT NULL,
  "external_id" varchar(128),
  "client_id" uuid,
  "source_id" uuid,
  "session_id" varchar(128),
  "category" varchar(128) NOT NULL,
  "name" varchar(128) NOT NULL,
  "occurred_at" timestamptz(3) NOT NULL,
  "received_at" timestamptz(3) NOT NULL,
  "status" varchar(16) NOT NULL DEFAULT 'accepted',
  "verdict" varchar(16),
  "severity" varchar(16),
  "attributes" jsonb NOT NULL DEFAULT '{}',
  "data" jsonb NOT NULL,
  -- Set when something was caught: the form that readers without findings:reveal and destinations get.
  "masked_data" jsonb,
  -- Steps of processing: [{step, at, duration_ms, outcome, detail}].
  "trace" jsonb NOT NULL DEFAULT '[]',
  "processed_at" timestamptz(3),
  PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");
CREATE INDEX "events_occurred_at_idx" ON "events" ("occurred_at" DESC, "id" DESC);
CREATE INDEX "events_session_idx" ON "events" ("session_id", "occurred_at" DESC) WHERE "session_id" IS NOT NULL;
CREATE INDEX "events_category_idx" ON "events" ("category", "occurred_at" DESC);

-- The senders' own ids, remembered for 7 days.
CREATE TABLE "event_keys" (
  "client_id" uuid NOT NULL,
  "external_id" varchar(128) NOT NULL,
  "event_id" uuid NOT NULL,
  PRIMARY KEY ("client_id", "external_id")
);
CREATE INDEX "event_keys_event_idx" ON "event_keys" USING brin ("event_id");

CREATE TABLE "deliveries" (
  "id" uuid NOT NULL,
  "event_id" uuid NOT NULL,
  "destination_id" uuid NOT NULL,
  "status" varchar(16) NOT NULL,
  "attempt_count" int NOT NULL DEFAULT 0,
  -- When due; while delivering, when the claim lapses.
  "next_attempt_at" timestamptz,
  "claimed_by" uuid,
  "reason" text,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "finished_at" timestamptz,
  PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");
CREATE INDEX "deliveries_due_idx" ON "deliveries" ("destination_id", "next_attempt_at")
  WHERE "status" IN ('pending', 'delivering');
CREATE INDEX "deliveries_event_idx" ON "deliveries" ("event_id");
CREATE INDEX "deliveries_finished_idx" ON "deliveries" ("destination_id", "finished_at") WHERE "finished_at" IS NOT NULL;

CREATE TABLE "delivery_attempts" (
  "delivery_id" uuid NOT NULL,
  "number" int NOT NULL,
  "started_at" timestamptz NOT NULL,
  "duration_ms" int NOT NULL,
  "outcome" varchar(16) NOT NULL,
  "status_code" int,
  "error" text,
  "response" text,
  "next_attempt_at" timestamptz,
  PRIMARY KEY ("delivery_id", "number")
) PARTITION BY RANGE ("delivery_id");

-- The moment the next call to a destination may leave, shared by every process.
CREATE TABLE "destination_limits" (
  "destination_id" uuid NOT NULL,
  "next_slot_at" timestamptz NOT NULL,
  PRIMARY KEY ("destination_id")
);

-- Every event with a lower id is known to be processed.
CREATE TABLE "sweep_marks" (
  "name" varchar(40) NOT NULL,
  "below_id" uuid NOT NULL,
  PRIMARY KEY ("name")
);

-- Makes the day partitions of every stream table; days that exist are left alone.
CREATE FUNCTION ensure_day_partitions("first_day" date, "days" int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  made int := 0;
  day date;
  parent text;
  part text;
BEGIN
  FOR i IN 0 .. days - 1 LOOP
    day := first_day + i;
    FOREACH parent IN ARRAY ARRAY['events', 'deliveries', 'delivery_attempts'] LOOP
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      IF to_regclass(part) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          part, parent, uuid_of_day(day), uuid_of_day(day + 1));
        -- Rows change once or twice soon after they are written: room for that in the same page.
        EXECUTE format('ALTER TABLE %I SET (fillfactor = %s, autovacuum_vacuum_scale_factor = 0.05)',
          part, CASE WHEN parent = 'delivery_attempts' THEN 100 ELSE 75 END);
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;

-- The lowest UUIDv7 of a day.
CREATE FUNCTION uuid_of_day("day" date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM (SELECT lpad(to_hex((extract(epoch FROM day) * 1000)::bigint), 12, '0') AS h) AS made
$$;

-- Nothing accepted is ever lost for want of a partition.
CREATE TABLE "events_default" PARTITION OF "events" DEFAULT;
CREATE TABLE "deliveries_default" PARTITION OF "deliveries" DEFAULT;
CREATE TABLE "delivery_attempts_default" PARTITION OF "delivery_attempts" DEFAULT;

SELECT ensure_day_partitions((now() AT TIME ZONE 'UTC')::date - 1, 9);
