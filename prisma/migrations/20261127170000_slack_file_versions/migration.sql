-- A file that changes after it was shared is looked into again: one row for each version, and what a version held, as a keyed hash.
ALTER TABLE "slack_files"
  ADD COLUMN "revision" VARCHAR(64) NOT NULL DEFAULT '',
  ADD COLUMN "fingerprint" BYTEA;
DROP INDEX "slack_files_workspace_id_channel_id_ts_file_id_key";
CREATE UNIQUE INDEX "slack_files_workspace_id_channel_id_ts_file_id_revision_key"
  ON "slack_files" ("workspace_id", "channel_id", "ts", "file_id", "revision");
CREATE INDEX "slack_files_workspace_id_file_id_idx" ON "slack_files" ("workspace_id", "file_id");
