import { type Db, Prisma, prisma } from '#lib/platform/db.ts';
import type { Filter } from '#lib/platform/filter.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { Form } from './choosing/schema.ts';
import type { DestinationKind } from './destinations/schema.ts';
import type { DestinationsQuery } from './schema.ts';
import type { Template } from './templates/schema.ts';

export type DestinationRow = {
  id: string;
  name: string;
  kind: DestinationKind;
  config: Record<string, unknown>;
  secretsSealed: string | null;
  filter: Filter;
  form: Form;
  template: Template | null;
  enabled: boolean;
  notices: boolean;
  disabledAt: Date | null;
  /** Null when a person disabled it. */
  disabledReason: string | null;
  pausedAt: Date | null;
  ordered: boolean;
  ratePerSecond: number | null;
  concurrency: number;
  timeoutMs: number;
  /** Null for the default plan; empty when nothing is tried twice. */
  retryPlanMs: number[] | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};
export type DestinationValues = Omit<DestinationRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>;
/** Whether it takes events and is sent to; changed by verbs of their own, and by the product itself. */
export type DestinationState = Pick<
  DestinationValues,
  'enabled' | 'disabledAt' | 'disabledReason' | 'pausedAt'
>;

/** What may be saved of a row. */
export function valuesOf(row: DestinationRow): DestinationValues {
  const { id: _id, version: _version, createdAt: _createdAt, updatedAt: _updatedAt, ...values } = row;
  return values;
}

type Stored = Prisma.DestinationGetPayload<object>;

const toRow = ({ planChosen, ...stored }: Stored): DestinationRow => ({
  ...stored,
  kind: stored.kind as DestinationKind,
  config: stored.config as Record<string, unknown>,
  filter: stored.filter as Filter,
  form: stored.form as Form,
  template: stored.template as Template | null,
  ratePerSecond: stored.ratePerSecond === null ? null : stored.ratePerSecond.toNumber(),
  retryPlanMs: planChosen ? stored.retryPlanMs : null,
});

const toStored = ({
  config,
  filter,
  template,
  retryPlanMs,
  ...rest
}: DestinationValues): Omit<Prisma.DestinationUncheckedCreateInput, 'id'> => ({
  ...rest,
  config: config as Prisma.InputJsonValue,
  filter: filter as Prisma.InputJsonValue,
  template: template ?? Prisma.DbNull,
  retryPlanMs: retryPlanMs ?? [],
  planChosen: retryPlanMs !== null,
});

export async function findDestination(db: Db, id: string): Promise<DestinationRow | null> {
  const stored = await db.destination.findFirst({ where: { id, deletedAt: null } });
  return stored && toRow(stored);
}

/**
 * Held until the transaction ends: two changes at once follow each other. The breaker is locked first, as by whoever
 * counts attempts and then disables.
 */
export async function lockDestination(db: Db, id: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM destination_breakers WHERE destination_id = ${id}::uuid FOR UPDATE`;
  await db.$queryRaw`SELECT 1 FROM destinations WHERE id = ${id}::uuid FOR UPDATE`;
}

export async function insertDestination(
  db: Db,
  id: string,
  values: DestinationValues,
): Promise<DestinationRow> {
  const stored = await db.destination.create({ data: { ...toStored(values), id } });
  // Its place in the limits, so that a rate set later finds a row to lock, and its breaker.
  await db.$executeRaw`INSERT INTO destination_limits (destination_id, next_slot_at) VALUES (${id}::uuid, now())`;
  await db.$executeRaw`INSERT INTO destination_breakers (destination_id) VALUES (${id}::uuid)`;
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

export async function saveDestinationState(
  db: Db,
  id: string,
  state: DestinationState,
): Promise<DestinationRow> {
  return toRow(await db.destination.update({ where: { id }, data: { ...state, version: { increment: 1 } } }));
}

export async function markDestinationDeleted(db: Db, id: string, at: Date): Promise<void> {
  const data = { deletedAt: at, enabled: false, secretsSealed: null, version: { increment: 1 } };
  await db.destination.update({ where: { id }, data });
}

/** By name. */
export async function pageOfDestinations(
  db: Db,
  { q, kind, enabled, notices }: DestinationsQuery,
  request: PageRequest,
): Promise<Page<DestinationRow>> {
  const { beyond, ...reading } = keysetQuery(['name', 'id'], 'asc', request);
  const stored = await db.destination.findMany({
    where: {
      deletedAt: null,
      ...(q ? { name: containing(q) } : {}),
      ...(kind === undefined ? {} : { kind }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(notices === undefined ? {} : { notices }),
      AND: beyond,
    },
    ...reading,
  });
  return toPage(stored.map(toRow), request, (row) => [row.name, row.id]);
}

export async function loadDestinations(ids: readonly string[]): Promise<DestinationRow[]> {
  const stored = await prisma().destination.findMany({ where: { id: { in: [...ids] }, deletedAt: null } });
  return stored.map(toRow);
}

/** An enabled destination, as far as choosing needs to know it. */
export type DestinationChoice = {
  id: string;
  name: string;
  filter: Filter;
  form: Form;
  ordered: boolean;
};

export async function listChoices(): Promise<DestinationChoice[]> {
  const rows = await prisma().destination.findMany({
    where: { enabled: true, deletedAt: null },
    select: { id: true, name: true, filter: true, form: true, ordered: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...row, filter: row.filter as Filter, form: row.form as Form }));
}
