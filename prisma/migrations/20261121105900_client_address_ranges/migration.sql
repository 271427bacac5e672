-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "address_ranges" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "one_time_tokens" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "used_tokens" (
    "client_id" UUID NOT NULL,
    "jti" VARCHAR(128) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_tokens_pkey" PRIMARY KEY ("client_id","jti")
);

-- CreateIndex
CREATE INDEX "used_tokens_expires_at_idx" ON "used_tokens"("expires_at");
