-- Files that were shared in messages: fetched, kept under the same id among the files, and scanned there.
CREATE TABLE "slack_files" (
  "id" UUID NOT NULL,
  "message_id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "channel_id" VARCHAR(32) NOT NULL,
  "ts" VARCHAR(32) NOT NULL,
  "file_id" VARCHAR(32) NOT NULL,
  "state" VARCHAR(16) NOT NULL DEFAULT 'waiting',
  "reason" VARCHAR(64),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "slack_files_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "slack_files_workspace_id_channel_id_ts_file_id_key"
  ON "slack_files" ("workspace_id", "channel_id", "ts", "file_id");
