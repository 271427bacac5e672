-- An empty plan used to stand for the default one; chosen, it says that nothing is tried twice.
ALTER TABLE "destinations" ADD COLUMN "plan_chosen" boolean NOT NULL DEFAULT false;
UPDATE "destinations" SET "plan_chosen" = true WHERE cardinality("retry_plan_ms") > 0;
