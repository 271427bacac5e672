/** What a row is ordered by, last part unique; survives JSON. */
export type KeysetKey = (string | number | null)[];

/** A place between two rows and the way to read from there. */
export type Position = { key: KeysetKey; direction: 'next' | 'prev' };

export type PageRequest = { limit: number; position: Position | null };
export type Page<T> = { items: T[]; next: Position | null; prev: Position | null };

/**
 * Makes a page of up to `limit + 1` rows that were read from the position in its direction (for `prev`: in
 * reverse order). The row too many only tells that there is more.
 */
export function toPage<T>(rows: readonly T[], request: PageRequest, keyOf: (row: T) => KeysetKey): Page<T> {
  const back = request.position?.direction === 'prev';
  const more = rows.length > request.limit;
  const items = rows.slice(0, request.limit);
  if (back) items.reverse();
  const [first, last] = [items[0], items.at(-1)];
  // Where we came from there is at least the row that the position was made of.
  const hasPrev = back ? more : request.position !== null;
  const hasNext = back ? true : more;
  return {
    items,
    next: hasNext && last !== undefined ? { key: keyOf(last), direction: 'next' } : null,
    prev: hasPrev && first !== undefined ? { key: keyOf(first), direction: 'prev' } : null,
  };
}

type Direction = 'asc' | 'desc';

/**
 * How Prisma reads one page by these fields, the last of them unique: what lies beyond the position, in reading
 * order, with the one row too many that `toPage` wants. The values' type fits every table that has the fields.
 */
export function keysetQuery<F extends string>(
  fields: readonly F[],
  order: Direction,
  { limit, position }: PageRequest,
): { beyond: { OR?: Record<F, never>[] }; orderBy: Partial<Record<F, Direction>>[]; take: number } {
  const back = position?.direction === 'prev';
  const direction = (order === 'asc') === back ? 'desc' : 'asc';
  const operator = direction === 'asc' ? 'gt' : 'lt';
  const beyondAt = (key: KeysetKey, at: number): Record<string, unknown> => ({
    ...Object.fromEntries(fields.slice(0, at).map((field, i) => [field, key[i]])),
    [fields[at] as F]: { [operator]: key[at] },
  });
  return {
    beyond: position ? { OR: fields.map((_, at) => beyondAt(position.key, at) as Record<F, never>) } : {},
    orderBy: fields.map((field) => ({ [field]: direction }) as Partial<Record<F, Direction>>),
    take: limit + 1,
  };
}
