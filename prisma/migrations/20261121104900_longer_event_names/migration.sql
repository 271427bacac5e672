-- The events proxy's clients send names of up to 1,000 characters. A longer limit rewrites no table.
ALTER TABLE "events" ALTER COLUMN "name" TYPE varchar(1000);
