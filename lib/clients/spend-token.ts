import { answeredWithin } from '#lib/platform/answered-within.ts';
import { insertUsedToken } from './once-repo.ts';

/** Kept a little beyond the clock skew that a token is allowed. */
const KEPT_BEYOND_EXPIRY_MS = 120_000;
const ANSWER_WITHIN_MS = 400;

type OneTimeToken = { clientId: string; jti: string; exp: number };

/** Whether this is the token's first use, over all processes; of uses at the same moment one is the first. */
export function spendToken({ clientId, jti, exp }: OneTimeToken): Promise<boolean> {
  const keptUntil = new Date(exp * 1_000 + KEPT_BEYOND_EXPIRY_MS);
  return answeredWithin(ANSWER_WITHIN_MS, insertUsedToken(clientId, jti, keptUntil));
}
