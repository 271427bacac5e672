import { type Db, type PgClient, Prisma } from '#lib/platform/db.ts';
import { isUuid, uuidv7, uuidv7Floor } from '#lib/platform/ids.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing, escapeLike } from '#lib/platform/like.ts';
import type { AuditQuery } from './schema.ts';

type NewAuditEntry = Omit<Prisma.AuditEntryUncheckedCreateInput, 'id' | 'at' | 'before' | 'after'> & {
  before: unknown;
  after: unknown;
};
export type AuditRow = Prisma.AuditEntryGetPayload<object>;

const json = (value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined ? Prisma.DbNull : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue);

export async function insertAuditEntry(db: Db, entry: NewAuditEntry): Promise<void> {
  await db.auditEntry.create({
    data: { ...entry, id: uuidv7(), before: json(entry.before), after: json(entry.after) },
  });
}

export async function insertAuditEntryBySql(client: PgClient, entry: NewAuditEntry): Promise<void> {
  const text = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await client.query({
    name: 'insert-audit-entry',
    text: `INSERT INTO audit_entries (id, actor_type, actor_id, actor_name, request_id, address, action, subject_type,
        subject_id, before, after)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb)`,
    values: [
      ...[uuidv7(), entry.actorType, entry.actorId, entry.actorName, entry.requestId, entry.address],
      ...[entry.action, entry.subjectType, entry.subjectId, text(entry.before), text(entry.after)],
    ],
  });
}

/** Ids carry their time, so a span of time is a span of ids and needs no index of its own. */
function whereOf(query: AuditQuery): Prisma.AuditEntryWhereInput[] {
  const { actor, action, subject_type, subject_id, from, to, q } = query;
  return [
    actor ? { OR: [{ actorName: containing(actor) }, ...(isUuid(actor) ? [{ actorId: actor }] : [])] } : {},
    action ? { action: { startsWith: escapeLike(action) } } : {},
    subject_type ? { subjectType: subject_type } : {},
    subject_id ? { subjectId: subject_id } : {},
    from ? { id: { gte: uuidv7Floor(from) } } : {},
    to ? { id: { lt: uuidv7Floor(to) } } : {},
    q ? { OR: [{ actorName: containing(q) }, { action: containing(q) }, { subjectId: containing(q) }] } : {},
  ];
}

/** Latest first. */
export async function pageOfAudit(db: Db, query: AuditQuery, request: PageRequest): Promise<Page<AuditRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const rows = await db.auditEntry.findMany({ where: { AND: [...whereOf(query), beyond] }, ...reading });
  return toPage(rows, request, (row) => [row.id]);
}

/** The latest ones below an id. */
export function entriesBelow(
  db: Db,
  query: AuditQuery,
  { belowId, limit }: { belowId: string | null; limit: number },
): Promise<AuditRow[]> {
  const below = belowId === null ? {} : { id: { lt: belowId } };
  return db.auditEntry.findMany({
    where: { AND: [...whereOf(query), below] },
    orderBy: { id: 'desc' },
    take: limit,
  });
}

export async function existsAuditEntry(db: Db, action: string): Promise<boolean> {
  return (await db.auditEntry.findFirst({ where: { action }, select: { id: true } })) !== null;
}

export function findLastEntry(db: Db, subjectId: string) {
  return db.auditEntry.findFirst({
    where: { subjectId },
    orderBy: { id: 'desc' },
    select: { actorType: true },
  });
}
