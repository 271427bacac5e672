import { z } from 'zod';

/** Why a call to a known source was refused, or passed over, with what it means in words. The caller is told less. */
export const SOURCE_REFUSAL_REASONS = {
  source_disabled: 'The source is disabled',
  no_secret: 'The source has no secret, so that nothing can be verified',
  no_signature: 'The call carried no signature in the form of the scheme',
  wrong_signature: 'The signature was made with another secret, or of another body',
  secret_ended: 'The signature was made with a secret whose time is over',
  too_old: 'The signed time is more than five minutes from ours: a replay, or a clock that is wrong',
  repeated: 'The delivery was taken before; it was answered as taken, and nothing new was stored',
  too_large: 'The body was too large',
  unsupported_media_type: 'The body had a type or an encoding that is not taken',
  not_json: 'The body could not be read as JSON',
  wrong_shape: 'The body had not the shape that the scheme sends, or an event of it broke a rule',
  overloaded: 'Too much was waiting to be stored, or the store was away; the sender was told to come again',
} as const;
export type SourceRefusalReason = keyof typeof SOURCE_REFUSAL_REASONS;

const Reason = z.enum(Object.keys(SOURCE_REFUSAL_REASONS) as [SourceRefusalReason, ...SourceRefusalReason[]]);

export const SOURCE_REFUSALS_KEPT_DAYS = 30;

export const SourceRefusalsQuery = z.strictObject({
  reason: Reason.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type SourceRefusalsQuery = z.output<typeof SourceRefusalsQuery>;

export const SourceRefusals = z.object({
  /** Of the days that are kept, the most frequent first. */
  reasons: z.array(
    z.object({ reason: Reason, description: z.string(), count: z.number(), last_at: z.iso.datetime() }),
  ),
  /** The latest calls, newest first; of each reason some dozens are kept. */
  calls: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      reason: Reason,
      address: z.string().nullable(),
      /** Without their values. */
      header_names: z.array(z.string()),
      detail: z.string().nullable(),
    }),
  ),
});
export type SourceRefusals = z.output<typeof SourceRefusals>;
