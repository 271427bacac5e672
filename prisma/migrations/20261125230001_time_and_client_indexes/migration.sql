-- Partitions get both when they are attached; those that exist get them here.

-- A client that lists its own events, and whoever filters by client: without it, a quiet client's page is looked for
-- among everybody's events.
CREATE INDEX "events_client_idx" ON "events" ("client_id", "occurred_at" DESC);

-- A few kilobytes a day, and nothing to speak of when a row is written. The product finds a time of receipt by the id;
-- this is for those who ask the database by hand, and would read a whole day for ten minutes of it.
CREATE INDEX "events_received_idx" ON "events" USING brin ("received_at") WITH (pages_per_range = 32, autosummarize = on);
