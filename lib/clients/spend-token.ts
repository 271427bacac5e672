import { answeredWithin } from '#lib/platform/answered-within.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { insertUsedToken } from './once-repo.ts';

/** Kept a little beyond the clock skew that a token is allowed. */
const KEPT_BEYOND_EXPIRY_MS = 120_000;
const ANSWER_WITHIN_MS = 400;

type OneTimeToken = { clientId: string; jti: string; exp: number };

/** First uses that the store has not answered yet. */
const spending = (): Map<string, Promise<boolean>> =>
  processSingleton('one-time-tokens', () => new Map<string, Promise<boolean>>());

/**
 * Whether this is the token's first use, over all processes. Of uses at the same moment in this process one asks the
 * store, and the others wait for its answer instead of standing in its way; without an answer none of them counts.
 */
export async function spendToken({ clientId, jti, exp }: OneTimeToken): Promise<boolean> {
  const key = `${clientId} ${jti}`;
  const first = spending().get(key);
  if (first) {
    await first;
    return false;
  }
  const keptUntil = new Date(exp * 1_000 + KEPT_BEYOND_EXPIRY_MS);
  const asked = answeredWithin(ANSWER_WITHIN_MS, insertUsedToken(clientId, jti, keptUntil));
  spending().set(key, asked);
  return asked.finally(() => spending().delete(key));
}
