-- CreateTable
CREATE TABLE "event_exports" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "format" VARCHAR(8) NOT NULL,
    "filter" JSONB NOT NULL,
    "columns" TEXT[],
    "state" VARCHAR(16) NOT NULL DEFAULT 'queued',
    "row_limit" INTEGER NOT NULL,
    "rows_written" INTEGER NOT NULL DEFAULT 0,
    "rows_estimated" INTEGER,
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "capped" VARCHAR(8),
    "error" VARCHAR(500),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "chunk_count" INTEGER NOT NULL DEFAULT 0,
    "position_at" TIMESTAMPTZ(3),
    "position_id" UUID,
    "scan_rows" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "worked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_exports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_exports_user_id_id_idx" ON "event_exports"("user_id", "id");

-- AddForeignKey
ALTER TABLE "event_exports" ADD CONSTRAINT "event_exports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is in the file so far, in pieces of about 1 MiB, each compressed by itself: any host can write on and send.
CREATE TABLE "export_chunks" (
    "export_id" uuid NOT NULL REFERENCES "event_exports" ("id") ON DELETE CASCADE,
    "number" int NOT NULL,
    "content" bytea NOT NULL,
    PRIMARY KEY ("export_id", "number")
);
ALTER TABLE "export_chunks" ALTER COLUMN "content" SET STORAGE EXTERNAL;
