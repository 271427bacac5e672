import { z } from 'zod';
import { PatternAction, Severity } from '#lib/dlp/schema.ts';
import { Moment, SearchText } from '#lib/platform/schema.ts';

export const FINDING_STATES = ['open'] as const;

/** One leak in one event: masked for everybody. */
export const Finding = z.object({
  id: z.uuid(),
  event_id: z.uuid(),
  pattern_id: z.uuid(),
  pattern: z.string(),
  version: z.int(),
  severity: Severity,
  confidence: z.int(),
  path: z.string(),
  masked: z.string(),
  action: z.string(),
  state: z.string(),
  reasons: z.array(z.string()),
  start: z.int(),
  end: z.int(),
  created_at: z.iso.datetime(),
});
export type Finding = z.infer<typeof Finding>;

export const FindingsQuery = z.strictObject({
  /** Part of the pattern's name. */
  pattern: SearchText.optional(),
  severity: Severity.optional(),
  action: z.enum(['none', ...PatternAction.options]).optional(),
  state: z.enum(FINDING_STATES).optional(),
  event: z.uuid().optional(),
  from: Moment.optional(),
  to: Moment.optional(),
});
export type FindingsQuery = z.infer<typeof FindingsQuery>;
