-- Calls of a known client that were refused for who it is: one row per client, reason and hour, however many there are.
CREATE TABLE "client_refusals" (
  "hour" timestamptz(0) NOT NULL,
  "client_id" uuid NOT NULL,
  "reason" varchar(32) NOT NULL,
  "count" bigint NOT NULL,
  "last_at" timestamptz(3) NOT NULL,
  -- Where the last call came from.
  "last_address" varchar(64),
  PRIMARY KEY ("hour", "client_id", "reason")
);
CREATE INDEX "client_refusals_client_idx" ON "client_refusals" ("client_id", "hour");
