-- What is done about messages that leak: one row for each, worked off by leases.
CREATE TABLE "slack_removals" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "message_id" UUID NOT NULL,
  "channel_id" VARCHAR(32) NOT NULL,
  "ts" VARCHAR(32) NOT NULL,
  "thread_ts" VARCHAR(32),
  "user_id" VARCHAR(32),
  "file_ids" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "reasons" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "wanted" VARCHAR(8) NOT NULL DEFAULT 'remove',
  "state" VARCHAR(16) NOT NULL DEFAULT 'pending',
  "adapter" VARCHAR(16),
  "reason" VARCHAR(64),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3),
  "claimed_until" TIMESTAMPTZ(3),
  "message_gone_at" TIMESTAMPTZ(3),
  "files_gone" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "gone_at" TIMESTAMPTZ(3),
  "notes" JSONB NOT NULL DEFAULT '{}',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "slack_removals_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "slack_removals_workspace_id_channel_id_ts_key" ON "slack_removals" ("workspace_id", "channel_id", "ts");
CREATE INDEX "slack_removals_due_idx" ON "slack_removals" ("next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;

-- What was done, for people: nothing is written here before Slack confirmed it.
CREATE TABLE "slack_actions" (
  "id" UUID NOT NULL,
  "removal_id" UUID NOT NULL,
  "kind" VARCHAR(16) NOT NULL,
  "detail" VARCHAR(300) NOT NULL,
  "adapter" VARCHAR(16) NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "slack_actions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "slack_actions_removal_id_fkey" FOREIGN KEY ("removal_id") REFERENCES "slack_removals"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "slack_actions_removal_id_at_idx" ON "slack_actions" ("removal_id", "at");
