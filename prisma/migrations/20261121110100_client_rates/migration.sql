-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "calls_per_second" INTEGER;

-- Good for a second: a crash of the server may empty it.
CREATE UNLOGGED TABLE "client_rates" (
    "client_id" UUID NOT NULL,
    "second" BIGINT NOT NULL,
    "granted" INTEGER NOT NULL,

    CONSTRAINT "client_rates_pkey" PRIMARY KEY ("client_id")
);
