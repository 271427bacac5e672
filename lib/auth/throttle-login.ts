import { clock } from '#lib/platform/clock.ts';
import { refuseUntil, throttleAddress } from '#lib/platform/throttle.ts';
import { countForAccount, forgetAccount, isKnownAddress } from './throttle-repo.ts';

const WHAT = 'sign-in';
const ACCOUNT = { free: 5, maxPauseSeconds: 60 };
/** How long an address stays known after a sign-in from it; as long are sessions kept that are over. */
export const ADDRESS_KNOWN_MS = 30 * 86_400_000;
const ADDRESS = { key: 'address', what: WHAT, triesPerWindow: 20, windowSeconds: 60 };

/** A try that was let through; `succeed` takes it back once the password turned out right. */
export type LoginTry = { succeed: () => Promise<void> };

/**
 * Counts a sign-in before its password is looked at, so that parallel guesses count as well: per network, and per
 * account. An address from which the account was used before has a count of its own, so that a stranger who
 * guesses cannot keep the owner out. @throws AppError `rate_limited` with the seconds to wait.
 */
export async function throttleLogin(email: string, address: string | undefined): Promise<LoginTry> {
  const takeBack = await throttleAddress(address, ADDRESS);
  const now = clock.now();
  const since = new Date(now.getTime() - ADDRESS_KNOWN_MS);
  const known = address !== undefined && (await isKnownAddress(email, address, since));
  const accountKey = known ? `account:${email}@${address}` : `account:${email}`;
  const pausedUntil = await countForAccount(accountKey, now, ACCOUNT);
  if (pausedUntil) refuseUntil(WHAT, pausedUntil, now);
  return {
    async succeed() {
      await forgetAccount(accountKey);
      await takeBack();
    },
  };
}
