-- One finding per pattern and value; what was one row per place becomes its places.
ALTER TABLE "findings" RENAME TO "finding_places";
ALTER TABLE "finding_places" RENAME CONSTRAINT "findings_pkey" TO "finding_places_pkey";
ALTER INDEX "findings_event_id_idx" RENAME TO "finding_places_subject_id_idx";
ALTER INDEX "findings_created_at_id_idx" RENAME TO "finding_places_created_at_id_idx";
ALTER INDEX "findings_pattern_id_created_at_idx" RENAME TO "finding_places_pattern_id_created_at_idx";
ALTER TABLE "finding_places" RENAME COLUMN "event_id" TO "subject_id";
ALTER TABLE "finding_places"
  ADD COLUMN "subject_kind" VARCHAR(8) NOT NULL DEFAULT 'event',
  ADD COLUMN "finding_id" UUID,
  ADD COLUMN "sealed" TEXT;

CREATE TABLE "findings" (
  "id" UUID NOT NULL,
  "pattern_id" UUID NOT NULL,
  "pattern_name" VARCHAR(100) NOT NULL,
  "fingerprint" BYTEA NOT NULL,
  "severity" VARCHAR(16) NOT NULL,
  "action" VARCHAR(16) NOT NULL,
  "confidence" INTEGER NOT NULL,
  "masked" VARCHAR(1000) NOT NULL,
  "state" VARCHAR(16) NOT NULL DEFAULT 'open',
  "reason" VARCHAR(16),
  "assignee_id" UUID,
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
  "reviewed_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "reopened_at" TIMESTAMPTZ(3),
  CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- Of the rows for one value the oldest gives the finding its id.
INSERT INTO "findings" ("id", "pattern_id", "pattern_name", "fingerprint", "severity", "action", "confidence", "masked",
  "first_seen_at", "last_seen_at")
SELECT DISTINCT ON ("pattern_id", "fingerprint") "id", "pattern_id",
  last_value("pattern_name") OVER whole, "fingerprint",
  (ARRAY['low', 'medium', 'high', 'critical'])[max(array_position(ARRAY['low', 'medium', 'high', 'critical'], "severity"::text)) OVER whole],
  last_value("action") OVER whole, max("confidence") OVER whole, "masked",
  min("created_at") OVER whole, max("created_at") OVER whole
FROM "finding_places"
WINDOW whole AS (PARTITION BY "pattern_id", "fingerprint" ORDER BY "created_at", "id"
  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY "pattern_id", "fingerprint", "created_at", "id";

UPDATE "finding_places" p SET "finding_id" = f."id"
FROM "findings" f WHERE f."pattern_id" = p."pattern_id" AND f."fingerprint" = p."fingerprint";

ALTER TABLE "finding_places"
  ALTER COLUMN "finding_id" SET NOT NULL,
  ALTER COLUMN "subject_kind" DROP DEFAULT,
  DROP COLUMN "fingerprint",
  DROP COLUMN "state";

CREATE UNIQUE INDEX "findings_pattern_id_fingerprint_key" ON "findings" ("pattern_id", "fingerprint");
CREATE INDEX "findings_last_seen_at_id_idx" ON "findings" ("last_seen_at" DESC, "id" DESC);
CREATE INDEX "findings_state_last_seen_at_id_idx" ON "findings" ("state", "last_seen_at" DESC, "id" DESC);
CREATE INDEX "finding_places_finding_id_id_idx" ON "finding_places" ("finding_id", "id" DESC);

-- What happened to a finding: decided, commented, reopened, revealed.
CREATE TABLE "finding_steps" (
  "id" UUID NOT NULL,
  "finding_id" UUID NOT NULL,
  "kind" VARCHAR(16) NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "actor_id" UUID,
  "actor_name" VARCHAR(254) NOT NULL,
  "decision_id" UUID,
  "before" JSONB,
  "after" JSONB,
  "note" VARCHAR(2000),
  CONSTRAINT "finding_steps_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "finding_steps_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "findings"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "finding_steps_finding_id_id_idx" ON "finding_steps" ("finding_id", "id");
CREATE INDEX "finding_steps_decision_id_idx" ON "finding_steps" ("decision_id");
CREATE INDEX "finding_steps_kind_at_idx" ON "finding_steps" ("kind", "at");

-- Who may see what was caught, until when.
CREATE TABLE "finding_reveals" (
  "id" UUID NOT NULL,
  "finding_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "finding_reveals_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "finding_reveals_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "findings"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "finding_reveals_finding_id_user_id_idx" ON "finding_reveals" ("finding_id", "user_id");
