-- The Slack workspace that is looked after, its channels, and the messages that arrived.
CREATE TABLE "slack_workspaces" (
  "id" UUID NOT NULL,
  "team_id" VARCHAR(32) NOT NULL,
  "name" VARCHAR(200) NOT NULL,
  "bot_user_id" VARCHAR(32) NOT NULL,
  "bot_id" VARCHAR(32),
  "sealed" TEXT NOT NULL,
  "has_admin_token" BOOLEAN NOT NULL,
  "has_discovery_token" BOOLEAN NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_event_at" TIMESTAMPTZ(3),
  "rate_limited_at" TIMESTAMPTZ(3),
  CONSTRAINT "slack_workspaces_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "slack_workspaces_team_id_key" ON "slack_workspaces" ("team_id");
-- One at a time.
CREATE UNIQUE INDEX "slack_workspaces_only_one" ON "slack_workspaces" ((true));

CREATE TABLE "slack_channels" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "channel_id" VARCHAR(32) NOT NULL,
  "name" VARCHAR(200),
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_message_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "slack_channels_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "slack_channels_workspace_id_channel_id_key" ON "slack_channels" ("workspace_id", "channel_id");

CREATE TABLE "slack_messages" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "event_id" VARCHAR(64) NOT NULL,
  "channel_id" VARCHAR(32) NOT NULL,
  "user_id" VARCHAR(32),
  "ts" VARCHAR(32) NOT NULL,
  "thread_ts" VARCHAR(32),
  "revision" VARCHAR(64) NOT NULL,
  "sealed" TEXT,
  "masked_text" VARCHAR(4000),
  "state" VARCHAR(16) NOT NULL DEFAULT 'queued',
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "scanned_at" TIMESTAMPTZ(3),
  CONSTRAINT "slack_messages_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "slack_messages_event_id_key" ON "slack_messages" ("event_id");
CREATE UNIQUE INDEX "slack_messages_workspace_id_channel_id_ts_revision_key"
  ON "slack_messages" ("workspace_id", "channel_id", "ts", "revision");
CREATE INDEX "slack_messages_channel_id_user_id_ts_idx" ON "slack_messages" ("channel_id", "user_id", "ts");
CREATE INDEX "slack_messages_received_at_id_idx" ON "slack_messages" ("received_at" DESC, "id" DESC);
CREATE INDEX "slack_messages_waiting_idx" ON "slack_messages" ("moved_at") WHERE "state" IN ('queued', 'scanning');
