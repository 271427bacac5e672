import { z } from 'zod';
import { Line, Moment, SearchText } from '#lib/platform/schema.ts';

/** A place as findings show it: it stands for itself and all below it, `*` for one step. */
const Path = Line.max(200);

/**
 * Which matches are no leak: all that is said has to agree. A value is named by a text that holds it, which is not
 * kept, only its fingerprint.
 */
export const ExclusionInput = z
  .strictObject({
    pattern_id: z.uuid().nullable().default(null).describe('Null for every pattern'),
    value: z.string().min(1).max(4000).nullable().default(null),
    path: Path.nullable().default(null),
    client_id: z.uuid().nullable().default(null),
    channel: Line.max(200).nullable().default(null),
    reason: z.string().trim().min(1).max(500),
    expires_at: Moment.nullable().default(null),
  })
  .refine(({ value, path, client_id, channel }) => value ?? path ?? client_id ?? channel, {
    path: ['value'],
    message: 'Name a value, a path, a client or a channel',
  })
  .refine(({ value, pattern_id }) => value === null || pattern_id !== null, {
    path: ['pattern_id'],
    message: 'A value is excluded for one pattern',
  });
export type ExclusionInput = z.infer<typeof ExclusionInput>;

/** What an exclusion would have left out lately, masked. */
export const ExclusionPreview = z.strictObject({
  days: z.int(),
  /** So many places were looked at; more are not. */
  looked_at: z.int(),
  places: z.int(),
  findings: z.int(),
  /** Of the findings: what reviewers took for real. */
  confirmed: z.int(),
  samples: z.array(
    z.strictObject({ id: z.uuid(), pattern: z.string(), masked: z.string(), path: z.string() }),
  ),
});
export type ExclusionPreview = z.infer<typeof ExclusionPreview>;

/** What false positives speak for, with what it would have hidden lately. */
export type ExclusionSuggestion = {
  pattern_id: string;
  pattern: string;
  path: string;
  false_positives: number;
  places: number;
  findings: number;
  confirmed: number;
};

export const ExclusionChange = z.strictObject({ expires_at: Moment.nullable() });
export type ExclusionChange = z.infer<typeof ExclusionChange>;

export const Exclusion = z.object({
  id: z.uuid(),
  pattern_id: z.uuid().nullable(),
  pattern: z.string().nullable(),
  /** Of the value; null when it does not ask for one. */
  masked: z.string().nullable(),
  path: z.string().nullable(),
  client_id: z.uuid().nullable(),
  channel: z.string().nullable(),
  reason: z.string(),
  /** How many matches it left out, and when the last. */
  hits: z.int(),
  last_hit_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  expires_at: z.iso.datetime().nullable(),
  expired: z.boolean(),
});
export type Exclusion = z.infer<typeof Exclusion>;

export const ExclusionsQuery = z.strictObject({
  pattern_id: z.uuid().optional(),
  /** Part of the reason, the path or the mask. */
  q: SearchText.optional(),
});
export type ExclusionsQuery = z.infer<typeof ExclusionsQuery>;
