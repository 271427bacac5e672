-- CreateTable
CREATE TABLE "sources" (
    "id" UUID NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "scheme" VARCHAR(32) NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "category" VARCHAR(128) NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "own_application_id" VARCHAR(128),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_secrets" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "last_four" VARCHAR(4) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "calls" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "source_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "source_secrets_source_id_idx" ON "source_secrets"("source_id");

-- AddForeignKey
ALTER TABLE "source_secrets" ADD CONSTRAINT "source_secrets_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names are unique among what is not deleted, whatever their case.
CREATE UNIQUE INDEX "sources_name_key" ON "sources"(lower("name")) WHERE "deleted_at" IS NULL;

-- The senders' own ids belong to a client or to a source; both have ids of one kind, so one column holds either.
ALTER TABLE "event_keys" RENAME COLUMN "client_id" TO "owner_id";

-- For whoever filters by source. Events of clients are none of its rows and cost nothing.
CREATE INDEX "events_source_idx" ON "events" ("source_id") WHERE "source_id" IS NOT NULL;

-- Calls to a known source that were refused: one row per source, reason and hour, however many there are.
CREATE TABLE "source_refusals" (
  "hour" timestamptz(0) NOT NULL,
  "source_id" uuid NOT NULL,
  "reason" varchar(32) NOT NULL,
  "count" bigint NOT NULL,
  "last_at" timestamptz(3) NOT NULL,
  PRIMARY KEY ("hour", "source_id", "reason")
);
CREATE INDEX "source_refusals_source_idx" ON "source_refusals" ("source_id", "hour");

-- The latest of them one by one, a bounded number per source and reason.
CREATE TABLE "source_refused_calls" (
  "id" uuid NOT NULL,
  "source_id" uuid NOT NULL,
  "reason" varchar(32) NOT NULL,
  "at" timestamptz(3) NOT NULL,
  "address" varchar(64),
  -- Names alone: a value may be a secret.
  "header_names" text[] NOT NULL,
  -- What was wrong, in our words.
  "detail" text,
  PRIMARY KEY ("id")
);
CREATE INDEX "source_refused_calls_source_idx" ON "source_refused_calls" ("source_id", "reason", "id" DESC);
