-- AlterTable
ALTER TABLE "client_secrets" ADD COLUMN     "calls" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3);
