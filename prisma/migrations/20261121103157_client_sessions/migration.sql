-- CreateTable
CREATE TABLE "client_sessions" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "spent_token_hash" BYTEA,
    "network" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "client_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "client_sessions_client_id_idx" ON "client_sessions"("client_id");

-- CreateIndex
CREATE INDEX "client_sessions_expires_at_idx" ON "client_sessions"("expires_at");

-- AddForeignKey
ALTER TABLE "client_sessions" ADD CONSTRAINT "client_sessions_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
