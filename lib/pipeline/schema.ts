import { z } from 'zod';
import type { Delivery } from '#lib/dispatch/schema.ts';
import { Severity } from '#lib/dlp/schema.ts';
import type { EventDetail, TraceStep } from '#lib/events/schema.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';
import { Flag } from '#lib/platform/schema.ts';

/** An event with whatever was asked for besides. */
export type DescribedEvent = EventDetail & {
  findings?: FindingPlace[];
  trace?: TraceStep[];
  deliveries?: Delivery[];
};

export const ReplayQuery = z.strictObject({
  /** `false`: destinations that have the event get it once more. */
  only_new: Flag.default(true),
});
export type ReplayQuery = z.output<typeof ReplayQuery>;

/** In UTF-8. */
const MAX_SCANNED_BYTES = 65_536;

export const ScanText = z.strictObject({
  text: z
    .string()
    .min(1)
    .refine(
      (text) =>
        text.length <= MAX_SCANNED_BYTES && new TextEncoder().encode(text).length <= MAX_SCANNED_BYTES,
      'is longer than 64 KiB',
    ),
});
export type ScanText = z.infer<typeof ScanText>;

/** What a text holds, masked; offsets count UTF-16 units of the text as sent. */
export const ScanAnswer = z.strictObject({
  findings: z.array(
    z.strictObject({
      pattern: z.string(),
      version: z.int(),
      severity: Severity,
      confidence: z.int(),
      /** What the pattern would do: the strongest of its action, as far as its state and this confidence allow. */
      action: z.string(),
      masked: z.string(),
      reasons: z.array(z.string()),
      start: z.int(),
      end: z.int(),
    }),
  ),
  /** There is more than is answered. */
  truncated: z.boolean(),
  /** Matches that an exclusion left out. */
  excluded: z.int(),
});
export type ScanAnswer = z.infer<typeof ScanAnswer>;
