import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { networkOf } from '#lib/platform/network.ts';
import { countForAccount, countForAddress, isKnownAddress, settleThrottles } from './throttle-repo.ts';

const ACCOUNT = { free: 5, maxPauseSeconds: 60 };
const ADDRESS = { triesPerWindow: 20, windowSeconds: 60 };

/** A try that was let through; `succeed` takes it back once the password turned out right. */
export type LoginTry = { succeed: () => Promise<void> };

function refuse(until: Date, now: Date): never {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  const message = `Too many sign-in attempts; try again in ${seconds} s.`;
  throw new AppError('rate_limited', message, { details: { retryAfterSeconds: seconds } });
}

/**
 * Counts a sign-in before its password is looked at, so that parallel guesses count as well: per network, and per
 * account. An address from which the account was used before has a count of its own, so that a stranger who
 * guesses cannot keep the owner out. @throws AppError `rate_limited` with the seconds to wait.
 */
export async function throttleLogin(email: string, address: string | undefined): Promise<LoginTry> {
  const now = clock.now();
  const addressKey = `address:${networkOf(address) ?? 'unknown'}`;
  const { tries, windowEndsAt } = await countForAddress(addressKey, now, ADDRESS.windowSeconds);
  if (tries > ADDRESS.triesPerWindow) refuse(windowEndsAt, now);
  const known = address !== undefined && (await isKnownAddress(email, address, now));
  const accountKey = known ? `account:${email}@${address}` : `account:${email}`;
  const pausedUntil = await countForAccount(accountKey, now, ACCOUNT);
  if (pausedUntil) refuse(pausedUntil, now);
  return { succeed: () => settleThrottles(accountKey, addressKey, now) };
}
