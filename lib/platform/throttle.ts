import { clock } from './clock.ts';
import { prisma } from './db.ts';
import { AppError } from './errors.ts';
import { networkOf } from './network.ts';

/** `key` names what is tried, `what` names it for the one who is refused. */
type AddressRule = { key: string; what: string; triesPerWindow: number; windowSeconds: number };

/** @throws AppError `rate_limited` with the seconds to wait. */
export function refuseUntil(what: string, until: Date, now: Date): never {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  const message = `Too many ${what} attempts; try again in ${seconds} s.`;
  throw new AppError('rate_limited', message, { details: { retryAfterSeconds: seconds } });
}

/**
 * Counts one try for the caller's network before it is looked at, so that parallel guesses count as well. Answers
 * how to take it back, once it turned out right. @throws AppError `rate_limited` with the seconds to wait.
 */
export async function throttleAddress(
  address: string | undefined,
  rule: AddressRule,
): Promise<() => Promise<void>> {
  const now = clock.now();
  const key = `${rule.key}:${networkOf(address) ?? 'unknown'}`;
  const { tries, windowEndsAt } = await countTry(key, now, rule.windowSeconds);
  if (tries > rule.triesPerWindow) refuseUntil(rule.what, windowEndsAt, now);
  return async () => {
    await prisma().$executeRaw`
      UPDATE login_throttles SET failures = GREATEST(failures - 1, 0) WHERE key = ${key}`;
  };
}

/** Counts one try under this key; false once there were more than `triesPerWindow` in the running window. */
export async function takeTry(rule: Omit<AddressRule, 'what'>): Promise<boolean> {
  const { tries } = await countTry(rule.key, clock.now(), rule.windowSeconds);
  return tries <= rule.triesPerWindow;
}

type Count = { tries: number; windowEndsAt: Date };

/** Counts in the running window of the key, or opens a new one. */
async function countTry(key: string, now: Date, windowSeconds: number): Promise<Count> {
  const endsAt = new Date(now.getTime() + windowSeconds * 1_000);
  const [row] = await prisma().$queryRaw<[Count]>`
    INSERT INTO login_throttles AS t (key, failures, blocked_until, updated_at)
    VALUES (${key}, 1, ${endsAt}, ${now})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.blocked_until <= ${now} THEN 1 ELSE t.failures + 1 END,
      blocked_until = CASE WHEN t.blocked_until <= ${now} THEN ${endsAt} ELSE t.blocked_until END,
      updated_at = ${now}
    RETURNING failures AS tries, blocked_until AS "windowEndsAt"`;
  return row;
}
