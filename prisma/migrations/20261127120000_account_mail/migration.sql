ALTER TABLE "users" ADD COLUMN "email_verified_at" TIMESTAMPTZ(3);
ALTER TABLE "users" ADD COLUMN "invited_at" TIMESTAMPTZ(3);

-- The mail server that the product's own mail goes through; one row.
CREATE TABLE "mail_settings" (
    "id" UUID NOT NULL,
    "host" VARCHAR(253) NOT NULL,
    "port" INTEGER NOT NULL,
    "tls" VARCHAR(16) NOT NULL,
    "ca" TEXT,
    "login_user" VARCHAR(320),
    "sealed" TEXT,
    "from_address" VARCHAR(254) NOT NULL,
    "from_name" VARCHAR(100) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "mail_settings_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "mail_settings_one_row" ON "mail_settings" ((true));

-- Mail about accounts on its way. No token rests here: links are made when the mail goes out.
CREATE TABLE "account_mails" (
    "id" UUID NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "user_id" UUID,
    "address" VARCHAR(254) NOT NULL,
    "data" JSONB NOT NULL,
    "state" VARCHAR(16) NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "error" VARCHAR(500),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "account_mails_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "account_mails_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "account_mails_user_id_id_idx" ON "account_mails"("user_id", "id" DESC);
CREATE INDEX "account_mails_waiting_idx" ON "account_mails"("next_attempt_at") WHERE "state" = 'waiting';
CREATE INDEX "account_mails_created_at_idx" ON "account_mails"("created_at");

-- Single-use links; only the SHA-256 of what stands in the link is kept.
CREATE TABLE "account_links" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" VARCHAR(16) NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "account_links_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "account_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "account_links_token_hash_key" ON "account_links"("token_hash");
CREATE UNIQUE INDEX "account_links_user_id_purpose_key" ON "account_links"("user_id", "purpose");
CREATE INDEX "account_links_expires_at_idx" ON "account_links"("expires_at");
