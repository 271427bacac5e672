import type { Db, Prisma } from '#lib/platform/db.ts';
import type { Retention, RetentionInput } from './schema.ts';

const ONLY = { id: 1 } as const;

const toRetention = (
  row: Prisma.RetentionSettingsGetPayload<object>,
  rules: Prisma.RetentionRuleGetPayload<object>[],
): Retention => ({
  version: row.version,
  default_days: row.defaultDays,
  rules: rules.map(({ category, days }) => ({ category, days })),
  updated_at: row.updatedAt.toISOString(),
});

export async function findRetention(db: Db): Promise<Retention> {
  const [settings, rules] = [
    await db.retentionSettings.findUniqueOrThrow({ where: ONLY }),
    await db.retentionRule.findMany({ orderBy: { category: 'asc' } }),
  ];
  return toRetention(settings, rules);
}

/** Held until the transaction ends: two changes at once follow each other. */
export async function lockRetention(db: Db): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM retention_settings FOR UPDATE`;
}

export async function saveRetention(db: Db, input: RetentionInput, at: Date): Promise<Retention> {
  await db.retentionRule.deleteMany();
  await db.retentionRule.createMany({ data: input.rules });
  await db.retentionSettings.update({
    where: ONLY,
    data: { defaultDays: input.default_days, updatedAt: at, version: { increment: 1 } },
  });
  return findRetention(db);
}
