import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import {
  countHour,
  deleteDeliveries,
  deleteExpired,
  deleteFindings,
  endOfWindow,
  findCategories,
  hasLivingDeliveries,
  hasUnfinishedDeliveries,
} from './day-repo.ts';
import { dropPartition, type Patience } from './drop-partition.ts';
import { addDays, type ExpiredPart } from './expiry.ts';

const BATCH = 2_000;
/** Before and behind every id of a day. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** `held`: something is still to be done with it. `busy`: its table stayed in use. */
export type DayOutcome = { outcome: 'kept' | 'deleted' | 'dropped' | 'held' | 'busy'; events: number };

const KEPT: DayOutcome = { outcome: 'kept', events: 0 };

/** Deletes what has expired of a day: the day as a whole when nothing else is in it. */
export async function forgetDay(
  ctx: Context,
  day: string,
  { part, patience }: { part: ExpiredPart; patience: Patience },
): Promise<DayOutcome> {
  const found = await findCategories(day, part.categories);
  const [expired, kept] =
    part.listed === 'expired' ? [found.listed, found.others] : [found.others, found.listed];
  if (!kept) return dropDay(ctx, day, patience);
  return expired ? deleteRows(day, part, patience.stop) : KEPT;
}

/** A walk along the ids: every batch is a commit, and a run that was cut off leaves nothing half done. */
async function deleteRows(day: string, part: ExpiredPart, stop: AbortSignal): Promise<DayOutcome> {
  let events = 0;
  for (let afterId: string | null = FIRST_ID; afterId !== null && !stop.aborted; ) {
    const end = await endOfWindow(day, afterId, BATCH);
    events += await deleteExpired(day, part, { afterId, toId: end ?? LAST_ID });
    afterId = end;
  }
  return { outcome: events > 0 ? 'deleted' : 'kept', events };
}

/** Null when one of them is not processed. */
async function countProcessed(day: string): Promise<number | null> {
  let total = 0;
  for (let hour = 0; hour < 24; hour++) {
    const { events, waiting } = await countHour(day, hour);
    if (waiting > 0) return null;
    total += events;
  }
  return total;
}

/**
 * What was looked at before the lock still holds under it: ids are made with the time of receipt, so nothing comes to a
 * day that is over, and nothing that is processed goes back. Findings and deliveries go first: cut off in between, the
 * next run finds the day and goes on.
 */
async function dropDay(ctx: Context, day: string, patience: Patience): Promise<DayOutcome> {
  const events = await countProcessed(day);
  if (events === null || (await hasUnfinishedDeliveries(day))) return { outcome: 'held', events: 0 };
  // Its table of deliveries may hold those of earlier events; then it is emptied of its own, and stays.
  const shared = await hasLivingDeliveries(day);
  await repeat(patience.stop, () => deleteFindings(day, BATCH));
  await repeat(patience.stop, () => deleteDeliveries(day, shared ? day : addDays(day, 1), BATCH));
  if (patience.stop.aborted) return KEPT;
  const dropped = await dropPartition(ctx, { stream: 'events', day }, patience, (tx) =>
    recordAudit(tx, {
      action: 'retention.drop',
      subjectType: 'retention',
      subjectId: day,
      before: { day, events },
    }),
  );
  return { outcome: dropped ? 'dropped' : 'busy', events: dropped ? events : 0 };
}

async function repeat(stop: AbortSignal, batch: () => Promise<number>): Promise<void> {
  while (!stop.aborted && (await batch()) > 0);
}
