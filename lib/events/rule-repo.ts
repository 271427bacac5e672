import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';
import type { Filter } from '#lib/platform/filter.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import type { EnrichmentRule, EnrichmentRuleInput } from './schema.ts';

type Stored = Prisma.EnrichmentRuleGetPayload<object>;
type Values = Omit<Prisma.EnrichmentRuleUncheckedCreateInput, 'id'>;

const toRule = (row: Stored): EnrichmentRule => ({
  id: row.id,
  name: row.name,
  filter: row.filter as Filter,
  attributes: row.attributes as Record<string, unknown>,
  enabled: row.enabled,
  position: row.position,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

const toValues = (input: EnrichmentRuleInput): Values => ({
  ...input,
  filter: input.filter as Prisma.InputJsonObject,
  attributes: input.attributes as Prisma.InputJsonObject,
});

/** The rules in force, in the order they are applied in. */
export async function selectActiveRules(): Promise<EnrichmentRule[]> {
  const rows = await prisma().enrichmentRule.findMany({
    where: { enabled: true },
    orderBy: [{ position: 'asc' }, { name: 'asc' }],
  });
  return rows.map(toRule);
}

/** In the order they are applied in. */
export async function pageOfRules(db: Db, request: PageRequest): Promise<Page<EnrichmentRule>> {
  const { beyond, ...reading } = keysetQuery(['position', 'name'], 'asc', request);
  const rows = await db.enrichmentRule.findMany({ where: beyond, ...reading });
  const page = toPage(rows, request, (row) => [row.position, row.name]);
  return { ...page, items: page.items.map(toRule) };
}

export async function findRule(db: Db, id: string): Promise<EnrichmentRule | null> {
  const row = await db.enrichmentRule.findUnique({ where: { id } });
  return row && toRule(row);
}

export async function insertRule(db: Db, input: EnrichmentRuleInput): Promise<EnrichmentRule> {
  return toRule(await db.enrichmentRule.create({ data: { id: uuidv7(), ...toValues(input) } }));
}

export async function writeRule(db: Db, id: string, input: EnrichmentRuleInput): Promise<EnrichmentRule> {
  return toRule(await db.enrichmentRule.update({ where: { id }, data: toValues(input) }));
}

export async function removeRule(db: Db, id: string): Promise<void> {
  await db.enrichmentRule.delete({ where: { id } });
}
