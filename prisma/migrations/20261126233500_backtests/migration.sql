-- Patterns tried on past events: how far each trial is, and what it counted up to there.
CREATE TABLE "backtests" (
  "id" UUID NOT NULL,
  "pattern_id" UUID NOT NULL,
  "version" INTEGER,
  "baseline_version" INTEGER NOT NULL,
  "definition" JSONB NOT NULL,
  "baseline" JSONB NOT NULL,
  "from_at" TIMESTAMPTZ(3),
  "to_at" TIMESTAMPTZ(3),
  "category" VARCHAR(254),
  "client_id" UUID,
  "max_events" INTEGER,
  "state" VARCHAR(16) NOT NULL DEFAULT 'queued',
  "events_total" INTEGER,
  "events_scanned" INTEGER NOT NULL DEFAULT 0,
  "unscannable" INTEGER NOT NULL DEFAULT 0,
  "truncated" INTEGER NOT NULL DEFAULT 0,
  "tested_hits" BIGINT NOT NULL DEFAULT 0,
  "baseline_hits" BIGINT NOT NULL DEFAULT 0,
  "new_hits" BIGINT NOT NULL DEFAULT 0,
  "lost_hits" BIGINT NOT NULL DEFAULT 0,
  "same_hits" BIGINT NOT NULL DEFAULT 0,
  "values_capped" BOOLEAN NOT NULL DEFAULT false,
  "position_at" TIMESTAMPTZ(3),
  "position_id" UUID,
  "failures" INTEGER NOT NULL DEFAULT 0,
  "error" VARCHAR(500),
  "created_by" VARCHAR(254) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(3),
  "worked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "backtests_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "backtests_pattern_id_id_idx" ON "backtests" ("pattern_id", "id" DESC);

CREATE TABLE "backtest_counts" (
  "backtest_id" UUID NOT NULL,
  "facet" VARCHAR(8) NOT NULL,
  "key" VARCHAR(254) NOT NULL,
  "tested" INTEGER NOT NULL,
  "baseline" INTEGER NOT NULL,
  "added" INTEGER NOT NULL,
  "lost" INTEGER NOT NULL,
  CONSTRAINT "backtest_counts_pkey" PRIMARY KEY ("backtest_id", "facet", "key"),
  CONSTRAINT "backtest_counts_backtest_id_fkey" FOREIGN KEY ("backtest_id") REFERENCES "backtests"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "backtest_values" (
  "backtest_id" UUID NOT NULL,
  "fingerprint" BYTEA NOT NULL,
  "tested" BOOLEAN NOT NULL,
  "baseline" BOOLEAN NOT NULL,
  CONSTRAINT "backtest_values_pkey" PRIMARY KEY ("backtest_id", "fingerprint"),
  CONSTRAINT "backtest_values_backtest_id_fkey" FOREIGN KEY ("backtest_id") REFERENCES "backtests"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "backtest_samples" (
  "backtest_id" UUID NOT NULL,
  "kind" VARCHAR(8) NOT NULL,
  "number" INTEGER NOT NULL,
  "event_id" UUID NOT NULL,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "path" VARCHAR(1000) NOT NULL,
  "masked" VARCHAR(1000) NOT NULL,
  "confidence" INTEGER NOT NULL,
  CONSTRAINT "backtest_samples_pkey" PRIMARY KEY ("backtest_id", "kind", "number"),
  CONSTRAINT "backtest_samples_backtest_id_fkey" FOREIGN KEY ("backtest_id") REFERENCES "backtests"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
