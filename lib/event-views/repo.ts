import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import type { EventViewChange, EventViewInput } from './schema.ts';

const SHOWN = {
  id: true,
  ownerId: true,
  name: true,
  shared: true,
  query: true,
  createdAt: true,
  updatedAt: true,
  owner: { select: { name: true } },
} as const satisfies Prisma.EventViewSelect;

export type EventViewRow = Prisma.EventViewGetPayload<{ select: typeof SHOWN }>;

/** Of the reader alone, of others who share, or both when it is left open. */
function whereSeen(readerId: string, mine: boolean | undefined): Prisma.EventViewWhereInput {
  const [own, shared] = [{ ownerId: readerId }, { shared: true, NOT: { ownerId: readerId } }];
  if (mine === undefined) return { OR: [own, shared] };
  return mine ? own : shared;
}

/** By name. */
export async function pageOfViews(
  db: Db,
  seen: { readerId: string; mine: boolean | undefined },
  request: PageRequest,
): Promise<Page<EventViewRow>> {
  const { beyond, ...reading } = keysetQuery(['name', 'id'], 'asc', request);
  const where = { AND: [whereSeen(seen.readerId, seen.mine), beyond] };
  const rows = await db.eventView.findMany({ where, ...reading, select: SHOWN });
  return toPage(rows, request, (row) => [row.name, row.id]);
}

/** Null also for somebody else's personal view. */
export function findView(db: Db, id: string, readerId: string): Promise<EventViewRow | null> {
  return db.eventView.findFirst({ where: { id, ...whereSeen(readerId, undefined) }, select: SHOWN });
}

export function countViews(db: Db, ownerId: string): Promise<number> {
  return db.eventView.count({ where: { ownerId } });
}

export function insertView(
  db: Db,
  { id, ownerId }: { id: string; ownerId: string },
  input: EventViewInput,
): Promise<EventViewRow> {
  return db.eventView.create({ data: { id, ownerId, ...input }, select: SHOWN });
}

export function changeView(
  db: Db,
  id: string,
  { name, shared, query }: EventViewChange,
): Promise<EventViewRow> {
  const data: Prisma.EventViewUpdateInput = {};
  if (name !== undefined) data.name = name;
  if (shared !== undefined) data.shared = shared;
  if (query !== undefined) data.query = query;
  return db.eventView.update({ where: { id }, data, select: SHOWN });
}

export async function removeView(db: Db, id: string): Promise<void> {
  await db.eventView.delete({ where: { id } });
}
