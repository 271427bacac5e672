-- AlterTable
ALTER TABLE "destinations" ADD COLUMN     "notices" BOOLEAN NOT NULL DEFAULT false;

-- When a notice of each kind and subject was last raised: the row is also what two processes wait for each other at.
CREATE TABLE "notice_marks" (
  "key" varchar(256) NOT NULL,
  "raised_at" timestamptz NOT NULL,
  PRIMARY KEY ("key")
);

-- What the console lists. The event of the same id holds all of it, and its deliveries.
CREATE TABLE "notices" (
  "event_id" uuid NOT NULL,
  "name" varchar(128) NOT NULL,
  "title" text NOT NULL,
  "link" varchar(500),
  PRIMARY KEY ("event_id")
);
