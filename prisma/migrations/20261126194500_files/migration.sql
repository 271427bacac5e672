-- Files to be looked into. Their bytes lie encrypted until they were scanned, and are deleted then.
CREATE TABLE "files" (
  "id" UUID NOT NULL,
  "sealed" TEXT,
  "name" VARCHAR(1000),
  "kind" VARCHAR(16),
  "size_bytes" INTEGER NOT NULL,
  "state" VARCHAR(16) NOT NULL DEFAULT 'queued',
  "reason" VARCHAR(16),
  "client_id" UUID,
  "uploader" VARCHAR(254) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "scanned_at" TIMESTAMPTZ(3),
  CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "files_created_at_id_idx" ON "files" ("created_at" DESC, "id" DESC);
CREATE INDEX "files_waiting_idx" ON "files" ("moved_at") WHERE "state" IN ('queued', 'scanning');

CREATE TABLE "file_contents" (
  "file_id" UUID NOT NULL,
  "bytes" BYTEA NOT NULL,
  CONSTRAINT "file_contents_pkey" PRIMARY KEY ("file_id"),
  CONSTRAINT "file_contents_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- Encrypted bytes do not get smaller.
ALTER TABLE "file_contents" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
