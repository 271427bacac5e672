import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { SourceChange, SourcesQuery } from './schema.ts';

const SHOWN = {
  id: true,
  name: true,
  scheme: true,
  enabled: true,
  category: true,
  settings: true,
  ownApplicationId: true,
  createdAt: true,
  updatedAt: true,
  lastUsedAt: true,
  secrets: {
    select: {
      id: true,
      sealed: true,
      lastFour: true,
      createdAt: true,
      expiresAt: true,
      lastUsedAt: true,
      calls: true,
    },
    orderBy: { id: 'desc' },
    take: 2,
  },
} as const satisfies Prisma.SourceSelect;

/** With its secrets sealed, the newest first. */
export type SourceRow = Prisma.SourceGetPayload<{ select: typeof SHOWN }>;

export function findSource(db: Db, id: string): Promise<SourceRow | null> {
  return db.source.findFirst({ where: { id, deletedAt: null }, select: SHOWN });
}

/** By its id, or by its name in lower case. */
export async function findCalledSource(key: string): Promise<SourceRow | null> {
  if (isUuid(key)) return findSource(prisma(), key);
  const [named] = await prisma().$queryRaw<{ id: string }[]>`
    SELECT id FROM sources WHERE lower(name) = ${key} AND deleted_at IS NULL`;
  return named ? findSource(prisma(), named.id) : null;
}

export function insertSource(db: Db, data: Prisma.SourceCreateInput): Promise<SourceRow> {
  return db.source.create({ data, select: SHOWN });
}

export function changeSource(db: Db, id: string, change: SourceChange): Promise<SourceRow> {
  const data: Prisma.SourceUpdateInput = {};
  if (change.name !== undefined) data.name = change.name;
  if (change.enabled !== undefined) data.enabled = change.enabled;
  if (change.category !== undefined) data.category = change.category;
  if (change.own_application_id !== undefined) data.ownApplicationId = change.own_application_id;
  if (change.settings !== undefined) data.settings = change.settings as Prisma.InputJsonObject;
  return db.source.update({ where: { id }, data, select: SHOWN });
}

export async function markSourceDeleted(db: Db, id: string, at: Date): Promise<void> {
  await db.source.update({ where: { id }, data: { deletedAt: at }, select: { id: true } });
}

/** Newest first. */
export async function pageOfSources(
  db: Db,
  { q, scheme, enabled }: SourcesQuery,
  request: PageRequest,
): Promise<Page<SourceRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const rows = await db.source.findMany({
    where: {
      deletedAt: null,
      ...(enabled === undefined ? {} : { enabled }),
      ...(scheme === undefined ? {} : { scheme }),
      ...(q ? { name: containing(q) } : {}),
      AND: beyond,
    },
    ...reading,
    select: SHOWN,
  });
  return toPage(rows, request, (row) => [row.id]);
}
