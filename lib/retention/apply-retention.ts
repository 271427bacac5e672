import type { Context } from '#lib/auth/context.ts';
import { log } from '#lib/platform/log.ts';
import { hasLivingDeliveries, listDays } from './day-repo.ts';
import { dropPartition, type Patience } from './drop-partition.ts';
import { addDays, dayOf, expiredPart } from './expiry.ts';
import { type DayOutcome, forgetDay } from './forget-day.ts';
import { findRetention } from './repo.ts';

const PATIENCE_MS = 30_000;

export type ForgottenDay = DayOutcome & { day: string };

/** Deletes what is kept for long enough. Answers the days in which something was deleted, or should have been. */
export async function applyRetention(
  ctx: Context,
  now: Date,
  { stop = new AbortController().signal, patienceMs = PATIENCE_MS }: Partial<Patience> = {},
): Promise<ForgottenDay[]> {
  const rules = await findRetention(ctx.db);
  const patience = { stop, patienceMs };
  const [today, days] = [dayOf(now), await listDays('events')];
  const forgotten: ForgottenDay[] = [];
  for (const day of days) {
    const part = expiredPart(rules, day, today);
    if (part === null || stop.aborted) continue;
    const outcome = await forgetDay(ctx, day, { part, patience });
    if (outcome.outcome !== 'kept') forgotten.push({ day, ...outcome });
  }
  await dropEmptied(ctx, today, patience);
  report(forgotten);
  return forgotten;
}

/** Deliveries and attempts of days whose events are gone, unless they belong to an event of an earlier day that is kept. */
async function dropEmptied(ctx: Context, today: string, patience: Patience): Promise<void> {
  const kept = new Set(await listDays('events'));
  const isOver = (day: string): boolean => !kept.has(day) && day < addDays(today, -1);
  const emptied = (await listDays('deliveries')).filter(isOver);
  const living = new Set<string>();
  for (const day of emptied) if (await hasLivingDeliveries(day)) living.add(day);
  // Attempts first: without its deliveries, nobody would find a day of attempts to be in use.
  for (const stream of ['delivery_attempts', 'deliveries'] as const) {
    for (const day of (await listDays(stream)).filter(isOver)) {
      if (!living.has(day) && !patience.stop.aborted) await dropPartition(ctx, { stream, day }, patience);
    }
  }
}

function report(forgotten: readonly ForgottenDay[]): void {
  for (const outcome of ['dropped', 'deleted', 'held', 'busy'] as const) {
    const days = forgotten.filter((one) => one.outcome === outcome);
    if (days.length === 0) continue;
    const events = days.reduce((sum, day) => sum + day.events, 0);
    log[outcome === 'busy' ? 'warn' : 'info']({ days: days.map(({ day }) => day), events }, WORDS[outcome]);
  }
}

const WORDS = {
  dropped: 'days dropped: every event in them has expired',
  deleted: 'expired events deleted from days that hold others',
  held: 'days have expired and hold events that are still to be processed or delivered: they wait for a later run',
  busy: 'days have expired and their tables stay in use: they wait for the next run',
} as const;
