import { z } from 'zod';
import { Moment } from '#lib/platform/schema.ts';

/** Why something of a known client was refused or changed, with what it means in words. */
export const WARNING_REASONS = {
  not_json: 'The body could not be read as JSON',
  rule_broken: 'An event broke a rule of the contract',
  category_not_allowed: 'An event had a category that the client may not send',
  too_large: 'The body was too large',
  unsupported_media_type: 'The body had a type or an encoding that is not taken',
  rate_limited: 'The client sent more than it may',
  overloaded: 'Too much was waiting to be stored',
  label_masked: 'A name, category, session or id held a secret and was masked',
  not_processed: 'An event was accepted but could not be processed',
} as const;
export type WarningReason = keyof typeof WARNING_REASONS;

export const WarningsQuery = z.strictObject({
  client: z.uuid().optional(),
  reason: z.enum(Object.keys(WARNING_REASONS) as [WarningReason, ...WarningReason[]]).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
});
export type WarningsQuery = z.infer<typeof WarningsQuery>;

/** All cases of one client, reason and minute. */
export type Warning = {
  client_id: string;
  client_name: string | null;
  reason: WarningReason;
  description: string;
  minute: string;
  count: number;
  first_at: string;
  last_at: string;
  /** Path and rule of the last case: `[3].timestamp is more than 5 s in the future`. Holds nothing of the content. */
  sample: string | null;
};

/** How often what happened, over the filter of the list; reasons and clients are each counted without their own filter. */
export type WarningStats = {
  total: number;
  /** The most frequent first. */
  reasons: { reason: WarningReason; description: string; count: number; last_at: string }[];
  /** At most 20. */
  clients: { client_id: string; client_name: string | null; count: number }[];
};
