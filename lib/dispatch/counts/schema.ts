import { z } from 'zod';
import { AnswerMs, Attempt } from '../schema.ts';

/** Over which time, in bars of which width. */
export const STATS_RANGES = {
  '1h': { spanSeconds: 3_600, barSeconds: 60 },
  '24h': { spanSeconds: 86_400, barSeconds: 1_800 },
  '7d': { spanSeconds: 7 * 86_400, barSeconds: 3 * 3_600 },
  '30d': { spanSeconds: 30 * 86_400, barSeconds: 86_400 },
} as const;
export type StatsRange = keyof typeof STATS_RANGES;
const RANGES = Object.keys(STATS_RANGES) as [StatsRange, ...StatsRange[]];

export const StatsQuery = z.strictObject({ range: z.enum(RANGES).default('24h') });
export type StatsQuery = z.output<typeof StatsQuery>;

/** How an attempt that was answered for ended. */
export const COUNTED_OUTCOMES = ['delivered', 'refused', 'timed_out', 'unreachable'] as const;
const CountedOutcome = z.enum(COUNTED_OUTCOMES);
export type CountedOutcome = z.infer<typeof CountedOutcome>;

export const DestinationStats = z.object({
  range: z.enum(RANGES),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  bucket_seconds: z.int(),
  /** Attempts by how they ended; those without any are included, the last one is still filling. */
  buckets: z.array(z.object({ at: z.iso.datetime(), counts: z.record(CountedOutcome, z.int()) })),
  attempts: z.int(),
  delivered: z.int(),
  /** Deliveries that ended on the dead shelf. */
  dead: z.int(),
  /** delivered / (delivered + dead), null when nothing ended. */
  success_rate: z.number().nullable(),
  answer_ms: AnswerMs.nullable(),
  /** Why attempts failed, the most frequent first, 10 at most. */
  reasons: z.array(
    z.object({
      outcome: CountedOutcome,
      status_code: z.int().nullable(),
      count: z.int(),
      last_at: z.iso.datetime(),
      /** Of one of the last of them. */
      last_error: z.string().nullable(),
    }),
  ),
  /** The 20 latest, whatever the range. */
  latest: z.array(
    z.object({
      delivery_id: z.uuid(),
      event_id: z.uuid(),
      ...Attempt.pick({
        number: true,
        at: true,
        duration_ms: true,
        outcome: true,
        status_code: true,
        error: true,
      }).shape,
    }),
  ),
});
export type DestinationStats = z.infer<typeof DestinationStats>;
