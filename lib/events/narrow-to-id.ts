import { isUuid } from '#lib/platform/ids.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { FilterOfReader } from './filter-conditions.ts';

/** Whoever looks for the id of an event wants that event: found by its key, instead of by reading every text. */
export async function narrowToId<F extends FilterOfReader>(filter: F): Promise<F> {
  const id = filter.q?.toLowerCase();
  if (id === undefined || !isUuid(id)) return filter;
  const [found] = await readBounded<{ id: string }>('SELECT id FROM events WHERE id = $1', [id]);
  return found ? { ...filter, id } : filter;
}
