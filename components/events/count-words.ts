import type { EventStats } from '#lib/events/schema.ts';
import { formatCompact, formatCount } from '#lib/format/format-number.ts';

/** "12,408 events", "≈ 1.2M events", or what the page alone tells while nothing better is known. */
export function countWords(
  stats: Pick<EventStats, 'total' | 'estimated'> | null,
  page: { rows: number; hasMore: boolean },
): string {
  if (stats?.total !== null && stats?.total !== undefined) {
    return stats.estimated ? `≈ ${formatCompact(stats.total)} events` : formatCount(stats.total, 'event');
  }
  if (page.hasMore) return `${page.rows}+ events`;
  return page.rows > 0 ? formatCount(page.rows, 'event') : '';
}
