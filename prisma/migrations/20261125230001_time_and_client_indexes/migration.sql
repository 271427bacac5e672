-- Partitions get both when they are attached; those that exist get them here.

-- For a client that lists its own events, and whoever filters by client: a quiet client's page is found here, a busy
-- one's soon turns up among everybody's in the index of the time. With the time in it as well it would be 17 times as
-- large and cost an insert half as much again, for no page that needs it.
CREATE INDEX "events_client_idx" ON "events" ("client_id");

-- A few kilobytes a day, and nothing to speak of when a row is written. The product finds a time of receipt by the id;
-- this is for those who ask the database by hand, and would read a whole day for ten minutes of it.
CREATE INDEX "events_received_idx" ON "events" USING brin ("received_at") WITH (pages_per_range = 32, autosummarize = on);
