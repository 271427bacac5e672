import type { Tone } from '#components/ui/tones.ts';
import type { RefusalReason } from '#lib/clients/refusals/schema.ts';

/** Short, for the chart; the sentences are in the schema. */
export const REFUSAL_WORDS: Readonly<Record<RefusalReason, { label: string; tone: Tone }>> = {
  wrong_signature: { label: 'Wrong signature', tone: 'block' },
  secret_ended: { label: 'Old secret', tone: 'redact' },
  token_expired: { label: 'Token expired', tone: 'high' },
  token_not_yet_valid: { label: 'Token from the future', tone: 'medium' },
  token_lives_too_long: { label: 'Token lives too long', tone: 'low' },
  token_revoked: { label: 'Token revoked', tone: 'low' },
  token_used_again: { label: 'Token used again', tone: 'critical' },
  address_not_allowed: { label: 'Address not allowed', tone: 'withheld' },
  client_disabled: { label: 'Client disabled', tone: 'dead' },
  client_expired: { label: 'Client expired', tone: 'dead' },
  session_revoked: { label: 'Session revoked', tone: 'low' },
  session_expired: { label: 'Session ended', tone: 'medium' },
  session_moved: { label: 'Session from elsewhere', tone: 'withheld' },
  refresh_token_reused: { label: 'Refresh token reused', tone: 'critical' },
  wrong_secret: { label: 'Wrong secret', tone: 'accent' },
  wrong_session_secret: { label: 'Wrong session secret', tone: 'accent' },
  rate_limited: { label: 'Over its limit', tone: 'flight' },
};
