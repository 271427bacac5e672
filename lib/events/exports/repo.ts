import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { EventExport, ExportState, ExportsQuery } from './schema.ts';

const withUser = { user: { select: { email: true } } } as const;
export type ExportRow = Prisma.EventExportGetPayload<{ include: typeof withUser }>;
export type NewExport = Pick<
  ExportRow,
  'id' | 'userId' | 'format' | 'columns' | 'rowLimit' | 'createdAt' | 'expiresAt'
> & { filter: Record<string, string> };

const UNFINISHED = ['queued', 'running'];

export function toExport(row: ExportRow, now: Date): EventExport {
  return {
    id: row.id,
    format: row.format as EventExport['format'],
    filter: row.filter as EventExport['filter'],
    columns: row.columns.length === 0 ? null : row.columns,
    // The file is out of reach from that moment on, whenever the job that deletes it comes by.
    state: row.expiresAt <= now ? 'expired' : (row.state as ExportState),
    rows_written: row.rowsWritten,
    rows_estimated: row.rowsEstimated,
    row_limit: row.rowLimit,
    capped: row.capped as EventExport['capped'],
    size_bytes: Number(row.sizeBytes),
    error: row.error,
    created_at: row.createdAt.toISOString(),
    created_by: { id: row.userId, email: row.user.email },
    finished_at: row.finishedAt?.toISOString() ?? null,
    expires_at: row.expiresAt.toISOString(),
  };
}

/** One by one for each person, until the transaction ends. */
export async function lockExportsOf(db: Db, userId: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`the-eye.exports.${userId}`}, 0))`;
}

export function countKeptExports(db: Db, userId: string, now: Date): Promise<number> {
  return db.eventExport.count({
    where: { userId, expiresAt: { gt: now }, state: { in: [...UNFINISHED, 'done'] } },
  });
}

/** The export and the job that writes it stand or fall together. */
export async function insertExport(db: Db, given: NewExport): Promise<ExportRow> {
  const row = await db.eventExport.create({ data: given, include: withUser });
  await db.$executeRawUnsafe(
    await enqueueSql('export-events', '$1'),
    jobJson<'export-events'>([{ id: given.id }]),
  );
  return row;
}

const stateIs = (state: ExportState, now: Date): Prisma.EventExportWhereInput =>
  state === 'expired' ? { expiresAt: { lte: now } } : { state, expiresAt: { gt: now } };

/** Latest first; `userId` null: everybody's. */
export async function pageOfExports(
  db: Db,
  { state, userId, now }: { state: ExportsQuery['state']; userId: string | null; now: Date },
  request: PageRequest,
): Promise<Page<ExportRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const where = [userId === null ? {} : { userId }, state ? stateIs(state, now) : {}, beyond];
  const rows = await db.eventExport.findMany({ where: { AND: where }, include: withUser, ...reading });
  return toPage(rows, request, (row) => [row.id]);
}

export function findExport(db: Db, id: string, userId: string): Promise<ExportRow | null> {
  return db.eventExport.findFirst({ where: { id, userId }, include: withUser });
}

/** Whether it was still under way. What it had written is of no use to anybody. */
export async function markExportCancelled(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.eventExport.updateMany({
    where: { id, state: { in: UNFINISHED } },
    data: { state: 'cancelled', finishedAt: now, sizeBytes: 0 },
  });
  if (count > 0) await db.$executeRaw`DELETE FROM export_chunks WHERE export_id = ${id}::uuid`;
  return count > 0;
}

export async function deleteExportRow(db: Db, id: string): Promise<void> {
  await db.eventExport.delete({ where: { id } });
}
