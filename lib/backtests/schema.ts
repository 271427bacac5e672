import { z } from 'zod';
import { PatternInput } from '#lib/dlp/schema.ts';
import { Line, Moment } from '#lib/platform/schema.ts';

const BACKTEST_STATES = ['queued', 'running', 'done', 'cancelled', 'failed'] as const;
export type BacktestState = (typeof BACKTEST_STATES)[number];

const MAX_EVENTS = 1_000_000;

/** What to try, and on which events: the newest first. Without version and definition it is the version that is saved. */
export const BacktestInput = z
  .strictObject({
    version: z.int().min(1).optional(),
    /** What is not saved yet. */
    definition: PatternInput.optional(),
    from: Moment.nullable().default(null),
    to: Moment.nullable().default(null),
    category: Line.max(254).nullable().default(null),
    client_id: z.uuid().nullable().default(null),
    max_events: z
      .int()
      .min(1)
      .max(MAX_EVENTS)
      .nullable()
      .default(100_000)
      .describe('At most so many events; null for all'),
  })
  .refine(({ version, definition }) => version === undefined || definition === undefined, {
    path: ['version'],
    message: 'Name a version or send a definition, one of the two',
  })
  .refine(({ from, to }) => from === null || to === null || from < to, {
    path: ['to'],
    message: 'The end has to come after the beginning',
  });
export type BacktestInput = z.infer<typeof BacktestInput>;

export const BacktestsQuery = z.strictObject({ state: z.enum(BACKTEST_STATES).optional() });
export type BacktestsQuery = z.infer<typeof BacktestsQuery>;

/** What both found at the same place, the tested one alone, the baseline alone. */
const DIFFERENCES = ['new', 'lost', 'same'] as const;
export type Difference = (typeof DIFFERENCES)[number];

export type BacktestHits = Record<Difference | 'tested' | 'baseline', number>;

export type Backtest = {
  id: string;
  pattern_id: string;
  /** Null: a definition that was not saved. */
  version: number | null;
  /** The version that was saved when it was asked for: what it is compared with. */
  baseline_version: number;
  from: string | null;
  to: string | null;
  category: string | null;
  client_id: string | null;
  max_events: number | null;
  state: BacktestState;
  /** How many there are to look at; null while nobody knows. */
  events_total: number | null;
  events_scanned: number;
  /** About how long it will still take; null while nobody knows. */
  seconds_left: number | null;
  hits: BacktestHits;
  /** Events that could not be looked into. */
  unscannable: number;
  /** Events with more matches than are kept: the rest of them is not counted. */
  truncated: number;
  error: string | null;
  created_by: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

type Counts = { tested: number; baseline: number; new: number; lost: number };

/** What reviewers said about the values that were found, as findings of this pattern. */
export type BacktestVerdicts = {
  confirmed: number;
  false_positives: number;
  used_in_tests: number;
  /** Of what was confirmed or a false positive, the share that was confirmed; null before the first verdict. */
  precision: number | null;
  interval: { low: number; high: number };
};

export type BacktestSample = {
  event_id: string;
  occurred_at: string;
  path: string;
  masked: string;
  confidence: number;
};

export type BacktestDetail = Backtest & {
  definition: PatternInput;
  /** How many different values; `capped`: at least so many. */
  values: Counts & { capped: boolean };
  per_day: ({ day: string } & Counts)[];
  /** Those with the most hits. */
  clients: ({ client_id: string | null; client: string | null } & Counts)[];
  categories: ({ category: string } & Counts)[];
  /** The first of each, masked. */
  samples: Record<Difference, BacktestSample[]>;
  verdicts: {
    tested: BacktestVerdicts;
    baseline: BacktestVerdicts;
    /** Confirmed values that only the tested one finds. */
    caught: number;
    /** Confirmed values that only the baseline finds. */
    missed: number;
    /** How many false positives less; negative when there are more. */
    fewer_false: number;
  };
};
