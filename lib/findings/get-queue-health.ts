import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { readClosedPerDay, readQueue, readVerdicts } from './health-repo.ts';
import type { QueueHealth } from './schema.ts';
import { toPrecision } from './to-precision.ts';

const DAY_MS = 86_400_000;
const CLOSED_DAYS = 14;

/** How the reviewers keep up with what is found, and what their verdicts say about each version of a pattern. */
export async function getQueueHealth(ctx: Context): Promise<QueueHealth> {
  requirePermission(ctx, 'findings:read');
  const now = clock.now();
  const since = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - (CLOSED_DAYS - 1) * DAY_MS);
  const [queue, closedPerDay, verdicts] = await Promise.all([
    readQueue(now),
    readClosedPerDay(since, CLOSED_DAYS),
    readVerdicts(),
  ]);
  return { ...queue, closed_per_day: closedPerDay, precision: verdicts.map(toPrecision) };
}
