import { clock } from '#lib/platform/clock.ts';
import { type Db, type PgClient, type Prisma, pool, prisma } from '#lib/platform/db.ts';
import type { Filter } from '#lib/platform/filter.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import type { DestinationKind } from './destinations/schema.ts';
import type { Delivery, DestinationsQuery } from './schema.ts';

export type DestinationRow = {
  id: string;
  name: string;
  kind: DestinationKind;
  config: Record<string, unknown>;
  secretsSealed: string | null;
  filter: Filter;
  enabled: boolean;
  ratePerSecond: number | null;
  concurrency: number;
  timeoutMs: number;
  /** Empty for the default plan. */
  retryPlanMs: number[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
};
export type DestinationValues = Omit<DestinationRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

type Stored = Prisma.DestinationGetPayload<object>;

const toRow = (stored: Stored): DestinationRow => ({
  ...stored,
  kind: stored.kind as DestinationKind,
  config: stored.config as Record<string, unknown>,
  filter: stored.filter as Filter,
  ratePerSecond: stored.ratePerSecond === null ? null : stored.ratePerSecond.toNumber(),
});

const toStored = ({
  config,
  filter,
  ...rest
}: DestinationValues): Omit<Prisma.DestinationUncheckedCreateInput, 'id'> => ({
  ...rest,
  config: config as Prisma.InputJsonValue,
  filter: filter as Prisma.InputJsonValue,
});

export async function findDestination(db: Db, id: string): Promise<DestinationRow | null> {
  const stored = await db.destination.findFirst({ where: { id, deletedAt: null } });
  return stored && toRow(stored);
}

/** The same, locked until the transaction ends: two changes at once follow each other. */
export async function lockDestination(db: Db, id: string): Promise<DestinationRow | null> {
  await db.$queryRaw`SELECT 1 FROM destinations WHERE id = ${id}::uuid FOR UPDATE`;
  return findDestination(db, id);
}

export async function isNameTaken(db: Db, name: string, exceptId: string | null): Promise<boolean> {
  const where = { name: { equals: name, mode: 'insensitive' as const }, deletedAt: null };
  return (await db.destination.count({ where: exceptId ? { ...where, id: { not: exceptId } } : where })) > 0;
}

export async function insertDestination(
  db: Db,
  id: string,
  values: DestinationValues,
): Promise<DestinationRow> {
  const stored = await db.destination.create({ data: { ...toStored(values), id } });
  // Its place in the limits, so that a rate set later finds a row to lock.
  await db.$executeRaw`INSERT INTO destination_limits (destination_id, next_slot_at) VALUES (${id}::uuid, now())`;
  return toRow(stored);
}

export async function saveDestination(
  db: Db,
  id: string,
  values: DestinationValues,
): Promise<DestinationRow> {
  return toRow(
    await db.destination.update({ where: { id }, data: { ...toStored(values), version: { increment: 1 } } }),
  );
}

export async function markDeleted(db: Db, id: string): Promise<void> {
  const data = { deletedAt: clock.now(), enabled: false, secretsSealed: null, version: { increment: 1 } };
  await db.destination.update({ where: { id }, data });
}

/** By name; the position is (name, id). */
export async function pageDestinations(
  db: Db,
  request: DestinationsQuery & PageRequest,
): Promise<Page<DestinationRow>> {
  const { q, kind, enabled } = request;
  const back = request.position?.direction === 'prev';
  const [name, id] = (request.position?.key ?? []) as [string?, string?];
  const beyond = <T>(value: T): { gt: T } | { lt: T } => (back ? { lt: value } : { gt: value });
  const after = name !== undefined &&
    id !== undefined && { OR: [{ name: beyond(name) }, { name, id: beyond(id) }] };
  const stored = await db.destination.findMany({
    where: {
      deletedAt: null,
      ...(q === undefined ? {} : { name: { contains: q, mode: 'insensitive' } }),
      ...(kind === undefined ? {} : { kind }),
      ...(enabled === undefined ? {} : { enabled: enabled === 'true' }),
      ...(after ? { AND: [after] } : {}),
    },
    orderBy: [{ name: back ? 'desc' : 'asc' }, { id: back ? 'desc' : 'asc' }],
    take: request.limit + 1,
  });
  return toPage(stored.map(toRow), request, (row) => [row.name, row.id]);
}

export async function loadDestinations(ids: readonly string[]): Promise<DestinationRow[]> {
  const stored = await prisma().destination.findMany({ where: { id: { in: [...ids] }, deletedAt: null } });
  return stored.map(toRow);
}

/** An enabled destination, as far as choosing needs to know it. */
export type DestinationChoice = { id: string; name: string; filter: Filter };

export async function listChoices(): Promise<DestinationChoice[]> {
  const rows = await prisma().destination.findMany({
    where: { enabled: true, deletedAt: null },
    select: { id: true, name: true, filter: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, name, filter }) => ({ id, name, filter: filter as Filter }));
}

export type NewDelivery = {
  id: string;
  eventId: string;
  destinationId: string;
  status: 'pending' | 'withheld';
  reason: string | null;
};

export async function insertDeliveries(client: PgClient, deliveries: readonly NewDelivery[]): Promise<void> {
  await client.query({
    name: 'dispatch-insert-deliveries',
    text: `INSERT INTO deliveries (id, event_id, destination_id, status, reason, next_attempt_at, finished_at)
      SELECT id, event_id, destination_id, status, reason,
        CASE WHEN status = 'pending' THEN clock_timestamp() END, CASE WHEN status <> 'pending' THEN clock_timestamp() END
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
        AS t(id, event_id, destination_id, status, reason)`,
    values: [
      deliveries.map((delivery) => delivery.id),
      deliveries.map((delivery) => delivery.eventId),
      deliveries.map((delivery) => delivery.destinationId),
      deliveries.map((delivery) => delivery.status),
      deliveries.map((delivery) => delivery.reason),
    ],
  });
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export type HealthRow = {
  delivered: number;
  failed: number;
  backlog: number;
  in_flight: number;
  oldest_waiting_at: Date | null;
  last_delivered_at: Date | null;
};

/** Counts of the last 24 hours, and what waits now, counted up to 10,000 so that a backlog stays cheap to look at. */
export async function readHealth(ids: readonly string[]): Promise<Map<string, HealthRow>> {
  const { rows } = await pool().query<HealthRow & { id: string }>({
    name: 'dispatch-health',
    text: `SELECT t.id, done.*, waiting.* FROM unnest($1::uuid[]) AS t(id)
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
          count(*) FILTER (WHERE status = 'dead')::int AS failed,
          max(finished_at) FILTER (WHERE status = 'delivered') AS last_delivered_at
        FROM deliveries WHERE destination_id = t.id AND finished_at > now() - interval '24 hours'
      ) AS done
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE status = 'pending')::int AS backlog,
          count(*) FILTER (WHERE status = 'delivering')::int AS in_flight,
          min(created_at) FILTER (WHERE status = 'pending') AS oldest_waiting_at
        FROM (
          SELECT status, created_at FROM deliveries
          WHERE destination_id = t.id AND status IN ('pending', 'delivering')
          ORDER BY next_attempt_at LIMIT 10000
        ) AS counted
      ) AS waiting`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export async function listDeliveriesOfEvent(eventId: string): Promise<Delivery[]> {
  const { rows } = await pool().query<Delivery>({
    name: 'dispatch-deliveries-of-event',
    text: `SELECT d.id, d.event_id, d.destination_id, t.name AS destination, t.kind, d.status, d.reason,
        d.attempt_count, ${iso('d.next_attempt_at')} AS next_attempt_at, ${iso('d.created_at')} AS created_at,
        ${iso('d.finished_at')} AS finished_at, a.attempts
      FROM deliveries d JOIN destinations t ON t.id = d.destination_id
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('number', number, 'at', ${iso('started_at')},
          'duration_ms', duration_ms, 'outcome', outcome, 'status_code', status_code, 'error', error,
          'response', response, 'next_attempt_at', ${iso('next_attempt_at')}) ORDER BY number), '[]') AS attempts
        FROM delivery_attempts WHERE delivery_id = d.id
      ) AS a
      WHERE d.event_id = $1 ORDER BY d.id`,
    values: [eventId],
  });
  return rows;
}
