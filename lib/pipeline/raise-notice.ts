import { addDeliveries } from '#lib/dispatch/add-deliveries.ts';
import { type NewDelivery, noticeTakers } from '#lib/dispatch/delivery-repo.ts';
import { insertOwnEvent } from '#lib/events/own-event-repo.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { clock } from '#lib/platform/clock.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { uuidv7, uuidv7Ms } from '#lib/platform/ids.ts';
import { noticeDataJson } from './notice-data.ts';
import { takeNoticeMark } from './notice-repo.ts';
import type { Notice } from './schema.ts';
import { traceStep } from './trace-step.ts';

const HOUR_MS = 3_600_000;
export const LONGEST_QUIET_MS = 7 * 24 * HOUR_MS;

/**
 * Tells the administrators, in the caller's transaction: an event that the product makes itself, due at every
 * enabled destination that is marked for notices, whatever its filter. Nothing is written when the same key was
 * raised within its quiet time. Whoever raises several in one transaction does so in the order of their keys.
 * @returns the id of the event, or null when it was quiet.
 */
export async function raiseNotice(client: PgClient, notice: Notice): Promise<string | null> {
  const quietMs = Math.min(notice.quietMs ?? HOUR_MS, LONGEST_QUIET_MS);
  if (!(await takeNoticeMark(client, notice.key, quietMs))) return null;
  const startedAt = clock.now();
  const takers = await noticeTakers(client, notice.exceptDestinationId ?? null);
  const id = uuidv7();
  const deliveries = takers.map(({ id: destinationId }): NewDelivery => {
    return { id: uuidv7(), eventId: id, destinationId, status: 'pending', reason: null };
  });
  await insertOwnEvent(client, {
    id,
    category: notice.category ?? 'notice',
    name: notice.name,
    at: new Date(uuidv7Ms(id)),
    dataJson: noticeDataJson(notice),
    trace: [
      traceStep('decided', startedAt, {
        outcome: 'pass',
        detail: 'a notice of this installation: it wrote it itself, so nothing was scanned',
      }),
      traceStep('dispatched', startedAt, {
        outcome: formatCount(deliveries.length, 'delivery', 'deliveries'),
        detail: takers.map(({ name }) => name).join(', ') || 'no destination is marked for notices',
      }),
    ],
    destinationIds: deliveries.map(({ destinationId }) => destinationId),
  });
  await addDeliveries(client, deliveries);
  return id;
}
