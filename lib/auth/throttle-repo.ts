import { prisma } from '#lib/platform/db.ts';

export type AccountRule = { free: number; maxPauseSeconds: number };

/**
 * Counts one try for an account and sets the pause after it: none before the `free`-th within an hour, then 1, 2,
 * 4 … seconds. Answers null, or, while a pause is on, when it ends: then nothing is counted. No pause is written as
 * one that ended long ago: a try that looked at the clock a moment earlier must not wait for this one.
 */
export async function countForAccount(key: string, now: Date, rule: AccountRule): Promise<Date | null> {
  const staleBefore = new Date(now.getTime() - 3_600_000);
  const counted = await prisma().$executeRaw`
    INSERT INTO login_throttles AS t (key, failures, blocked_until, updated_at)
    VALUES (${key}, 1, 'epoch', ${now})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.updated_at < ${staleBefore} THEN 1 ELSE t.failures + 1 END,
      blocked_until = CASE
        WHEN t.updated_at < ${staleBefore} OR t.failures + 1 < ${rule.free}::int THEN 'epoch'
        ELSE ${now}::timestamptz
          + make_interval(secs => LEAST(${rule.maxPauseSeconds}::int, 2 ^ LEAST(t.failures + 1 - ${rule.free}::int, 16)))
      END,
      updated_at = ${now}
    WHERE t.blocked_until <= ${now}`;
  if (counted > 0) return null;
  const row = await prisma().loginThrottle.findUnique({ where: { key }, select: { blockedUntil: true } });
  return row?.blockedUntil ?? null;
}

/** After a right password: the account starts anew. */
export async function forgetAccount(accountKey: string): Promise<void> {
  await prisma().$executeRaw`DELETE FROM login_throttles WHERE key = ${accountKey}`;
}

/** Also those of clients and of networks: `lib/platform/throttle.ts` counts in the same table. */
export async function deleteTriesBefore(moment: Date): Promise<number> {
  const { count } = await prisma().loginThrottle.deleteMany({ where: { updatedAt: { lt: moment } } });
  return count;
}

/** Whether somebody signed in to this account from this address since then. */
export async function isKnownAddress(email: string, address: string, since: Date): Promise<boolean> {
  const session = await prisma().session.findFirst({
    where: { user: { email }, address, createdAt: { gt: since } },
    select: { id: true },
  });
  return session !== null;
}
