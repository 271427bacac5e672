ALTER TABLE "destinations"
  ADD COLUMN "form" VARCHAR(16) NOT NULL DEFAULT 'redacted',
  ADD COLUMN "template" JSONB;
