import { isReadTimeout } from '#lib/platform/read-bounded.ts';
import type { FilterOfReader } from '../filter-conditions.ts';
import { chooseSample, countEvents } from '../stats-repo.ts';

/** About how many events match, counted as the statistics do; null when that takes too long. */
export async function estimateRows(filter: FilterOfReader): Promise<number | null> {
  try {
    const percent = await chooseSample(filter);
    const { total } = await countEvents(filter, { facets: ['status'], grid: null, percent });
    return total;
  } catch (error) {
    if (isReadTimeout(error)) return null;
    throw error;
  }
}
