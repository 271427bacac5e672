-- What was refused or changed after a valid token: one row per client, reason and minute, however broken the sender.
CREATE TABLE "event_warnings" (
  "minute" timestamptz(0) NOT NULL,
  "client_id" uuid NOT NULL,
  "reason" varchar(32) NOT NULL,
  "count" int NOT NULL,
  "first_at" timestamptz(3) NOT NULL,
  "last_at" timestamptz(3) NOT NULL,
  -- Path and rule of the last case; never anything of the content.
  "sample" varchar(500),
  PRIMARY KEY ("minute", "client_id", "reason")
);
CREATE INDEX "event_warnings_client_idx" ON "event_warnings" ("client_id", "minute");
