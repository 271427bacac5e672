-- AlterTable
ALTER TABLE "client_sessions" ADD COLUMN     "tries_elsewhere" INTEGER NOT NULL DEFAULT 0;
