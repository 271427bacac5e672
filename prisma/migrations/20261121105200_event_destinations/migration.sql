-- What dispatch decided, beside what became of it: the ledger compares the two. Null before processing.
ALTER TABLE "events" ADD COLUMN "destination_ids" uuid[];
