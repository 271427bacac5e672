import { noteRefusedCall } from '#lib/clients/refusals/note-refused-call.ts';
import { takeCall } from '#lib/clients/take-call.ts';
import { AppError } from '#lib/platform/errors.ts';

/**
 * Counts a call against the client's own limit; `headers` gets the RateLimit fields when there is one.
 * @throws AppError `rate_limited`
 */
export async function limitRate(
  clientId: string,
  address: string | undefined,
  headers: Record<string, string>,
): Promise<void> {
  const rate = await takeCall(clientId);
  if (!rate) return;
  headers['ratelimit-limit'] = String(rate.limit);
  headers['ratelimit-remaining'] = String(rate.remaining);
  headers['ratelimit-reset'] = String(rate.resetSeconds);
  if (rate.taken) return;
  noteRefusedCall(clientId, 'rate_limited', address);
  throw new AppError('rate_limited', `This client may make ${rate.limit} calls per second.`, {
    details: { retryAfterSeconds: rate.resetSeconds },
  });
}
