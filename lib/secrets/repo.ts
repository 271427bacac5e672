import { type Db, Prisma, prisma } from '#lib/platform/db.ts';
import type { SealedColumn } from '#lib/platform/sealed-columns.ts';

/** Names come from the list of sealed columns and from nowhere else. */
function namesOf(place: SealedColumn): { table: Prisma.Sql; column: Prisma.Sql } {
  const [table = '', column = ''] = place.split('.');
  return { table: Prisma.raw(`"${table}"`), column: Prisma.raw(`"${column}"`) };
}

/** What is wrapped by this key has its version and two parts more. */
const wrappedBy = (version: number): string => `v${version}.%.%`;

export type SealedCount = { version: number; direct: boolean; count: number };

/** How many values a column has per key version (0: of no known form); `direct` are those from before there were data keys. */
export function countSealed(place: SealedColumn): Promise<SealedCount[]> {
  const { table, column } = namesOf(place);
  return prisma().$queryRaw<SealedCount[]>`
    SELECT coalesce(substring(${column} from '^v([0-9]{1,9})[.]')::int, 0) AS version, ${column} NOT LIKE '%.%.%' AS direct,
      count(*)::int AS count
    FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`;
}

export type SealedRow = { id: string; sealed: string };

/** The next values that another key wraps, held until the transaction ends; whatever somebody else holds is passed by. */
export function lockOthers(
  db: Db,
  place: SealedColumn,
  next: { version: number; after: string; limit: number },
): Promise<SealedRow[]> {
  const { table, column } = namesOf(place);
  return db.$queryRaw<SealedRow[]>`
    SELECT id::text, ${column} AS sealed FROM ${table}
    WHERE ${column} IS NOT NULL AND ${column} NOT LIKE ${wrappedBy(next.version)} AND id > ${next.after}::uuid
    ORDER BY id LIMIT ${next.limit} FOR NO KEY UPDATE SKIP LOCKED`;
}

/** The next sealed values of a column, by id. */
export function sealedAfter(place: SealedColumn, after: string, limit: number): Promise<SealedRow[]> {
  const { table, column } = namesOf(place);
  return prisma().$queryRaw<SealedRow[]>`
    SELECT id::text, ${column} AS sealed FROM ${table}
    WHERE ${column} IS NOT NULL AND id > ${after}::uuid ORDER BY id LIMIT ${limit}`;
}

export type Exchange = SealedRow & { rewrapped: string };

/** Puts the new form in the place of the one that was read, where that still stands. Answers how often. */
export function exchangeSealed(db: Db, place: SealedColumn, rows: readonly Exchange[]): Promise<number> {
  const { table, column } = namesOf(place);
  const [ids, old, made] = [
    rows.map(({ id }) => id),
    rows.map(({ sealed }) => sealed),
    rows.map(({ rewrapped }) => rewrapped),
  ];
  return db.$executeRaw`
    UPDATE ${table} AS t SET ${column} = given.made
    FROM unnest(${ids}::uuid[], ${old}::text[], ${made}::text[]) AS given (id, old, made)
    WHERE t.id = given.id AND t.${column} = given.old`;
}
