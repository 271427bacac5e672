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
