-- Whoever asks for a verdict or a severity asks for what was caught, and that has a masked form. What passes never enters
-- these indexes and its update touches none of them; a verdict among the columns of an index would end that for every event.
CREATE INDEX "events_caught_category_idx" ON "events" ("category", "occurred_at" DESC, "id" DESC) WHERE "masked_data" IS NOT NULL;
CREATE INDEX "events_caught_idx" ON "events" ("occurred_at" DESC, "id" DESC) WHERE "masked_data" IS NOT NULL;
