ALTER TABLE "users" ADD COLUMN "first_name" VARCHAR(64);
ALTER TABLE "users" ADD COLUMN "last_name" VARCHAR(64);

-- Every sign-in, for longer than its session lives.
CREATE TABLE "user_logins" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "address" VARCHAR(64),
    "user_agent" VARCHAR(512),
    CONSTRAINT "user_logins_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "user_logins_user_id_id_idx" ON "user_logins"("user_id", "id" DESC);
CREATE INDEX "user_logins_at_idx" ON "user_logins"("at");
ALTER TABLE "user_logins" ADD CONSTRAINT "user_logins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "user_logins" ("id", "user_id", "at", "kind", "address", "user_agent")
SELECT "id", "user_id", "created_at", "kind", "address", "user_agent" FROM "sessions";
