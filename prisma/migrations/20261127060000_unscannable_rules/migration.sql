-- What is done about a file that could not be looked into, by the reason.
CREATE TABLE "unscannable_rules" (
    "reason" VARCHAR(16) NOT NULL,
    "action" VARCHAR(16) NOT NULL DEFAULT 'notify',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "unscannable_rules_pkey" PRIMARY KEY ("reason")
);

ALTER TABLE "unscannable_rules" ADD CONSTRAINT "unscannable_rules_action" CHECK ("action" IN ('keep', 'notify', 'remove'));

INSERT INTO "unscannable_rules" ("reason") VALUES ('encrypted'), ('too_large'), ('malformed'), ('unsupported'), ('timeout');
