import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { requireClient } from '../require-client.ts';
import { type RefusalRow, refusalsOf } from './repo.ts';
import { type ClientRefusals, REFUSAL_REASONS, REFUSALS_KEPT_DAYS, type RefusalsQuery } from './schema.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WIDTHS_MS = { hour: HOUR_MS, day: DAY_MS };

/** Whole buckets around what was asked for; the last one is still filling when it holds the present. */
function rangeOf({ from, to, bucket }: RefusalsQuery) {
  const widthMs = WIDTHS_MS[bucket];
  const toMs = (to ?? clock.now()).getTime();
  const fromMs = from?.getTime() ?? toMs - DAY_MS;
  if (fromMs >= toMs) {
    const message = 'is not before the end';
    throw new AppError('bad_request', `The beginning ${message}.`, {
      details: { errors: [{ path: 'from', message }] },
    });
  }
  // Nothing is kept for longer: buckets of years would all be empty.
  const startMs = Math.max(fromMs, toMs - (REFUSALS_KEPT_DAYS + 1) * DAY_MS);
  const first = Math.floor(startMs / widthMs) * widthMs;
  return { widthMs, first, count: Math.ceil((toMs - first) / widthMs) };
}

function reasonsOf(rows: readonly RefusalRow[]): ClientRefusals['reasons'] {
  const byReason = new Map<string, RefusalRow>();
  for (const row of rows) {
    const known = byReason.get(row.reason);
    byReason.set(row.reason, { ...row, count: row.count + (known?.count ?? 0) });
  }
  return [...byReason.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ reason, count, last_at, last_address }) => ({
      reason,
      description: REFUSAL_REASONS[reason],
      count,
      last_at: last_at.toISOString(),
      last_address,
    }));
}

/** How often calls of this client were refused for who it is, by reason and over time. */
export async function getClientRefusals(
  ctx: Context,
  id: string,
  query: RefusalsQuery,
): Promise<ClientRefusals> {
  requirePermission(ctx, 'clients:read');
  await requireClient(ctx.db, id);
  const { widthMs, first, count } = rangeOf(query);
  const [from, to] = [new Date(first), new Date(first + count * widthMs)];
  const rows = await refusalsOf(id, from, to);
  const buckets = Array.from({ length: count }, (_, i) => ({
    at: new Date(first + i * widthMs).toISOString(),
    counts: {} as Record<string, number>,
  }));
  for (const row of rows) {
    const counts = buckets[Math.floor((row.hour.getTime() - first) / widthMs)]?.counts;
    if (counts) counts[row.reason] = (counts[row.reason] ?? 0) + row.count;
  }
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    bucket: query.bucket,
    bucket_seconds: widthMs / 1_000,
    total: rows.reduce((sum, row) => sum + row.count, 0),
    buckets,
    reasons: reasonsOf(rows),
  };
}
