import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { PatternDefinition } from './match.ts';
import { type Pattern, PatternInput, type PatternsQuery } from './schema.ts';

/** What a version keeps: everything but the switch, which is turned without making a new version. */
type Definition = Omit<PatternInput, 'enabled'>;

export type PatternRow = Prisma.PatternGetPayload<{ include: { versions: true } }>;

const currentOf = (row: PatternRow): Definition => {
  const current = row.versions.find((version) => version.version === row.version);
  if (!current) throw new Error(`Pattern ${row.id} lacks its version ${row.version}.`);
  return current.definition as unknown as Definition;
};

export function toPattern(row: PatternRow): Pattern {
  return {
    ...PatternInput.parse({ ...currentOf(row), enabled: row.enabled }),
    id: row.id,
    version: row.version,
    built_in: row.builtIn,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

const includeCurrent = { versions: { orderBy: { version: 'desc' }, take: 1 } } as const;

/** Patterns that run: enabled, not deleted, no drafts. */
export async function selectActivePatterns(): Promise<PatternDefinition[]> {
  const rows = await prisma().pattern.findMany({
    where: { enabled: true, deletedAt: null },
    include: includeCurrent,
  });
  return rows
    .map((row) => ({
      ...PatternInput.parse({ ...currentOf(row), enabled: true }),
      id: row.id,
      version: row.version,
    }))
    .filter((definition) => definition.state !== 'draft');
}

/** All that are not deleted, by name. */
export async function selectAllPatterns(db: Db): Promise<PatternRow[]> {
  return db.pattern.findMany({
    where: { deletedAt: null },
    include: includeCurrent,
    orderBy: { name: 'asc' },
  });
}

/** By name. */
export async function pageOfPatterns(
  db: Db,
  { q, enabled, deleted }: PatternsQuery,
  request: PageRequest,
): Promise<Page<PatternRow>> {
  const { beyond, ...reading } = keysetQuery(['name', 'id'], 'asc', request);
  const rows = await db.pattern.findMany({
    where: {
      deletedAt: deleted ? { not: null } : null,
      ...(q ? { name: containing(q) } : {}),
      ...(enabled === undefined ? {} : { enabled }),
      AND: beyond,
    },
    include: includeCurrent,
    ...reading,
  });
  return toPage(rows, request, (row) => [row.name, row.id]);
}

/** Held until the transaction ends: two changes at once follow each other. */
export async function lockPattern(db: Db, id: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM patterns WHERE id = ${id}::uuid FOR UPDATE`;
}

export async function findPattern(db: Db, id: string): Promise<PatternRow | null> {
  return db.pattern.findFirst({ where: { id, deletedAt: null }, include: includeCurrent });
}

export async function selectVersions(db: Db, id: string): Promise<Prisma.PatternVersionGetPayload<object>[]> {
  return db.patternVersion.findMany({ where: { patternId: id }, orderBy: { version: 'desc' } });
}

export async function insertPattern(
  db: Db,
  pattern: { id: string; input: PatternInput; builtIn: boolean; createdBy: string },
): Promise<PatternRow> {
  const { enabled, ...definition } = pattern.input;
  return db.pattern.create({
    data: {
      id: pattern.id,
      name: definition.name,
      enabled,
      builtIn: pattern.builtIn,
      version: 1,
      versions: {
        create: {
          version: 1,
          definition: definition as Prisma.InputJsonObject,
          createdBy: pattern.createdBy,
        },
      },
    },
    include: includeCurrent,
  });
}

export type WrittenPattern = {
  id: string;
  version: number;
  input: PatternInput;
  /** Who made the version; null when it is the one that is there. */
  newVersionBy: string | null;
  note: string | null;
};

export async function writePattern(db: Db, written: WrittenPattern): Promise<void> {
  const { id, version, newVersionBy } = written;
  const { enabled, ...definition } = written.input;
  await db.pattern.update({ where: { id }, data: { name: definition.name, enabled, version } });
  if (newVersionBy === null) return;
  const { note } = written;
  const data = { definition: definition as Prisma.InputJsonObject, createdBy: newVersionBy, note };
  await db.patternVersion.create({ data: { patternId: id, version, ...data } });
}

/** Findings keep the pattern's name and version: the row stays, out of sight. */
export async function markPatternDeleted(db: Db, id: string, at: Date): Promise<void> {
  await db.pattern.update({ where: { id }, data: { deletedAt: at, enabled: false } });
}

/** Whether there was one to bring back. */
export async function markPatternRestored(db: Db, id: string): Promise<boolean> {
  const { count } = await db.pattern.updateMany({
    where: { id, deletedAt: { not: null } },
    data: { deletedAt: null },
  });
  return count > 0;
}

/** Those that were shipped, deleted ones too, with all their versions. */
export async function selectBuiltInPatterns(db: Db): Promise<PatternRow[]> {
  return db.pattern.findMany({
    where: { builtIn: true },
    include: { versions: { orderBy: { version: 'desc' } } },
  });
}
