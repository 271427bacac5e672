import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';
import type { Filter } from '#lib/platform/filter.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import type { EnrichmentRule, EnrichmentRuleChange, EnrichmentRuleInput } from './schema.ts';

type Stored = Prisma.EnrichmentRuleGetPayload<object>;

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

export async function insertRule(db: Db, id: string, input: EnrichmentRuleInput): Promise<EnrichmentRule> {
  const { filter, attributes, ...plain } = input;
  const json = { filter: filter as Prisma.InputJsonObject, attributes: attributes as Prisma.InputJsonObject };
  return toRule(await db.enrichmentRule.create({ data: { id, ...plain, ...json } }));
}

export async function changeRule(
  db: Db,
  id: string,
  { name, filter, attributes, enabled, position }: EnrichmentRuleChange,
): Promise<EnrichmentRule> {
  const data: Prisma.EnrichmentRuleUpdateInput = {};
  if (name !== undefined) data.name = name;
  if (filter !== undefined) data.filter = filter as Prisma.InputJsonObject;
  if (attributes !== undefined) data.attributes = attributes as Prisma.InputJsonObject;
  if (enabled !== undefined) data.enabled = enabled;
  if (position !== undefined) data.position = position;
  return toRule(await db.enrichmentRule.update({ where: { id }, data }));
}

export async function removeRule(db: Db, id: string): Promise<void> {
  await db.enrichmentRule.delete({ where: { id } });
}
