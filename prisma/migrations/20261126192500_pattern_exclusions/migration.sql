-- Matches that are known to be no leak: left out, counted, for as long as it says.
CREATE TABLE "pattern_exclusions" (
  "id" UUID NOT NULL,
  "pattern_id" UUID,
  "fingerprint" BYTEA,
  "masked" VARCHAR(1000),
  "path" VARCHAR(200),
  "client_id" UUID,
  "channel" VARCHAR(200),
  "reason" VARCHAR(500) NOT NULL,
  "decision_id" UUID,
  "hits" BIGINT NOT NULL DEFAULT 0,
  "last_hit_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_by" VARCHAR(254) NOT NULL,
  "expires_at" TIMESTAMPTZ(3),
  CONSTRAINT "pattern_exclusions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "pattern_exclusions_names_something" CHECK (num_nonnulls("fingerprint", "path", "client_id", "channel") > 0),
  CONSTRAINT "pattern_exclusions_pattern_id_fkey" FOREIGN KEY ("pattern_id") REFERENCES "patterns"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "pattern_exclusions_created_at_id_idx" ON "pattern_exclusions" ("created_at" DESC, "id" DESC);
CREATE INDEX "pattern_exclusions_decision_id_idx" ON "pattern_exclusions" ("decision_id");
