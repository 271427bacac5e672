import type { Db, PgClient } from '#lib/platform/db.ts';
import type { UnscannableReason } from '../extract/schema.ts';
import type { UnscannableAction, UnscannableRules } from './schema.ts';

export async function findRules(db: Db): Promise<UnscannableRules> {
  const rows = await db.unscannableRule.findMany({ orderBy: { reason: 'asc' } });
  return {
    rules: Object.fromEntries(rows.map(({ reason, action }) => [reason, action])),
  } as UnscannableRules;
}

export async function findAction(client: PgClient, reason: UnscannableReason): Promise<UnscannableAction> {
  const { rows } = await client.query<{ action: UnscannableAction }>(
    'SELECT action FROM unscannable_rules WHERE reason = $1',
    [reason],
  );
  return rows[0]?.action ?? 'notify';
}

/** Held until the transaction ends: two changes at once follow each other. */
export async function lockRules(db: Db): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM unscannable_rules ORDER BY reason FOR UPDATE`;
}

export async function saveRules(db: Db, { rules }: UnscannableRules, updatedAt: Date): Promise<void> {
  for (const [reason, action] of Object.entries(rules)) {
    await db.unscannableRule.updateMany({
      where: { reason, action: { not: action } },
      data: { action, updatedAt },
    });
  }
}
