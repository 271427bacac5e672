import { z } from 'zod';
import { MAX_LABEL_LENGTH } from '#lib/events/schema.ts';

export const MAX_RETENTION_RULES = 200;

const Days = z.int().min(1).max(3650);
const Rule = z.strictObject({
  /** Exactly as events carry it. */
  category: z.string().min(1).max(MAX_LABEL_LENGTH),
  days: Days,
});

const rules = z
  .array(Rule)
  .max(MAX_RETENTION_RULES)
  .superRefine((given, ctx) => {
    const seen = new Set<string>();
    for (const [index, { category }] of given.entries()) {
      if (seen.has(category))
        ctx.addIssue({ code: 'custom', path: [index, 'category'], message: 'has a rule already' });
      seen.add(category);
    }
  });

/** For how many whole days events are kept after the day on which they were received (UTC). */
export const RetentionRules = z.strictObject({ default_days: Days, rules });
export type RetentionRules = z.infer<typeof RetentionRules>;

/** All of it at once: what is not named is kept for the default. `version` is the one that was read. */
export const RetentionInput = z.strictObject({ default_days: Days, rules, version: z.int().min(1) });
export type RetentionInput = z.infer<typeof RetentionInput>;

export type Retention = RetentionRules & { version: number; updated_at: string };

/** One day partition of events. Days are written YYYY-MM-DD and are days of UTC. */
export type StoredDay = {
  day: string;
  events: number;
  /** Counted from a part of its pages. */
  estimated: boolean;
  /** Of the events, their deliveries and attempts, with indexes. */
  bytes: number;
  /** The day on which the last of its events has expired; null without events. */
  goes_on: string | null;
  /** How many of its events the next run deletes. */
  going: number;
  /** The next run drops the day as a whole. */
  whole: boolean;
};

export type StoredCategory = {
  /** Null: every category that is not shown by itself. */
  category: string | null;
  events: number;
  oldest_day: string;
  days: number;
  going: number;
};

/** What is stored, and what the next run deletes of it under the given rules. */
export type RetentionPreview = {
  /** By UTC. */
  today: string;
  next_run_at: string;
  /** Some figures were counted from a part of the pages. */
  estimated: boolean;
  /** Newest first. */
  days: StoredDay[];
  /** Most events first. */
  categories: StoredCategory[];
  /** `bytes` is what whole days free on the disk; what is deleted row by row is used again by new rows. */
  going: { days: number; events: number; bytes: number };
};
