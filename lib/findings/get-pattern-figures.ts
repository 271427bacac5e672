import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { readOpenPerPattern, readPatternDays, readVerdicts } from './health-repo.ts';
import { type AllPatternFigures, FIGURE_DAYS, type PatternFigures } from './schema.ts';
import { toPrecision } from './to-precision.ts';

const DAY_MS = 86_400_000;

/**
 * What each pattern found lately, and how right its versions were. @throws AppError `unavailable` with the reason
 * `too_slow` when there is too much to be counted in time.
 */
export async function getPatternFigures(ctx: Context): Promise<AllPatternFigures> {
  requirePermission(ctx, 'findings:read');
  const today = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS;
  const since = new Date(today - (FIGURE_DAYS - 1) * DAY_MS);
  const [days, open, verdicts] = await Promise.all([
    readPatternDays(since),
    readOpenPerPattern(),
    readVerdicts(),
  ]);
  const figures = new Map<string, PatternFigures>();
  const of = (id: string): PatternFigures => {
    const known = figures.get(id);
    if (known) return known;
    const made = { pattern_id: id, per_day: Array<number>(FIGURE_DAYS).fill(0), last_hit_at: null, open: 0 };
    figures.set(id, made);
    return made;
  };
  for (const { pattern_id, day, places, last_hit_at } of days) {
    const one = of(pattern_id);
    // A clock that is ahead counts for today.
    one.per_day[Math.min(day, FIGURE_DAYS - 1)] = places;
    const at = last_hit_at.toISOString();
    if (one.last_hit_at === null || at > one.last_hit_at) one.last_hit_at = at;
  }
  for (const { pattern_id, open: waiting } of open) of(pattern_id).open = waiting;
  return { items: [...figures.values()], precision: verdicts.map(toPrecision) };
}
