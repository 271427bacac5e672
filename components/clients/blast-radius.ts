import { formatCount } from '#lib/format/format-number.ts';

/** "It sent 1,204 events that happened in the last hour. ": what whoever cuts it off should know first. Empty when nobody can say. */
export function blastRadius(lastHour: { count: number; estimated: boolean } | null): string {
  if (lastHour === null) return '';
  if (lastHour.count === 0) return 'It sent no event that happened in the last hour. ';
  return `It sent ${lastHour.estimated ? '≈ ' : ''}${formatCount(lastHour.count, 'event')} that happened in the last hour. `;
}
