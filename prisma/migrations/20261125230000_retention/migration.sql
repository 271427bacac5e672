-- CreateTable
CREATE TABLE "retention_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "default_days" INTEGER NOT NULL DEFAULT 30,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_rules" (
    "category" VARCHAR(128) NOT NULL,
    "days" INTEGER NOT NULL,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("category")
);

-- What is stored here decides what is deleted: a number that no rule allows is never stored.
ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_days" CHECK ("default_days" BETWEEN 1 AND 3650);
ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_one_row" CHECK ("id" = 1);
ALTER TABLE "retention_rules" ADD CONSTRAINT "retention_rules_days" CHECK ("days" BETWEEN 1 AND 3650);
INSERT INTO "retention_settings" DEFAULT VALUES;
