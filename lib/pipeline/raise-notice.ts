import { addDeliveries } from '#lib/dispatch/add-deliveries.ts';
import { type NewDelivery, noticeTakers } from '#lib/dispatch/delivery-repo.ts';
import { insertOwnEvent } from '#lib/events/own-event-repo.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { noticeDataJson } from '#lib/notices/notice-data.ts';
import { quietTimeMs } from '#lib/notices/quiet-time.ts';
import { insertNotice, takeNoticeMark } from '#lib/notices/repo.ts';
import type { Notice } from '#lib/notices/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { uuidv7, uuidv7Ms } from '#lib/platform/ids.ts';
import { traceStep } from './trace-step.ts';

/**
 * Tells the administrators, in the caller's transaction: an event that the product makes itself, due at every
 * enabled destination that is marked for notices, whatever its filter. Nothing is written when the same key was
 * raised within its quiet time. Whoever raises several in one transaction does so in the order of their keys.
 * @returns the id of the event, or null when it was quiet.
 */
export async function raiseNotice(client: PgClient, notice: Notice): Promise<string | null> {
  const { name, title, link = null, category = 'notice', exceptDestinationId = null } = notice;
  if (!(await takeNoticeMark(client, notice.key, quietTimeMs(notice.quietMs)))) return null;
  const startedAt = clock.now();
  const takers = await noticeTakers(client, exceptDestinationId);
  const id = uuidv7();
  const deliveries = takers.map(({ id: destinationId }): NewDelivery => {
    return { id: uuidv7(), eventId: id, destinationId, status: 'pending', reason: null };
  });
  await insertOwnEvent(client, {
    id,
    category,
    name,
    at: new Date(uuidv7Ms(id)),
    dataJson: noticeDataJson(notice, env().PUBLIC_URL),
    trace: [
      traceStep('decided', startedAt, {
        outcome: 'pass',
        detail: 'a notice of this installation: it wrote it itself, so nothing was scanned',
      }),
      traceStep('dispatched', startedAt, {
        outcome: formatCount(deliveries.length, 'delivery', 'deliveries'),
        detail: takers.map((taker) => taker.name).join(', ') || 'no destination is marked for notices',
      }),
    ],
    destinationIds: deliveries.map(({ destinationId }) => destinationId),
  });
  await insertNotice(client, { event_id: id, name, title, link });
  await addDeliveries(client, deliveries);
  return id;
}
