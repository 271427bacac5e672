import { z } from 'zod';
import { Moment } from '#lib/platform/schema.ts';

/** Why a call of a known client was refused for who it is, with what it means in words. The caller is told none of them. */
export const REFUSAL_REASONS = {
  wrong_signature: 'The token was signed with no secret of this client',
  secret_ended: 'The token was signed, or asked for, with a secret whose time is over',
  token_expired: 'The token had expired',
  token_not_yet_valid: 'The token was issued in the future: a clock is wrong',
  token_lives_too_long: 'The token was made for longer than the client allows',
  token_revoked: 'The token had been revoked',
  token_used_again: 'A one-time token was used again',
  address_not_allowed: 'The call came from an address that the client does not allow',
  client_disabled: 'The client was disabled',
  client_expired: 'The client had expired',
  session_revoked: 'The session was revoked',
  session_expired: 'The session had ended',
  session_moved: 'The session was used from another network than it began in',
  refresh_token_reused: 'A spent refresh token was used again',
  wrong_secret: 'A token was asked for, or asked about, with a wrong secret',
  wrong_session_secret: 'A session was asked for with a wrong secret',
  rate_limited: 'The client made more calls per second than it may',
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;

export const REFUSALS_KEPT_DAYS = 30;

export const RefusalsQuery = z.strictObject({
  /** Left out: the last 24 hours. */
  from: Moment.optional(),
  to: Moment.optional(),
  bucket: z.enum(['hour', 'day']).default('hour'),
});
export type RefusalsQuery = z.output<typeof RefusalsQuery>;

export const ClientRefusals = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  bucket: z.enum(['hour', 'day']),
  bucket_seconds: z.number(),
  total: z.number(),
  /** One per hour or day of UTC, those without a refusal included; `counts` by reason. */
  buckets: z.array(z.object({ at: z.iso.datetime(), counts: z.record(z.string(), z.number()) })),
  /** The most frequent first. */
  reasons: z.array(
    z.object({
      reason: z.enum(Object.keys(REFUSAL_REASONS) as [RefusalReason, ...RefusalReason[]]),
      description: z.string(),
      count: z.number(),
      last_at: z.iso.datetime(),
      last_address: z.string().nullable(),
    }),
  ),
});
export type ClientRefusals = z.output<typeof ClientRefusals>;
