import { clock } from '#lib/platform/clock.ts';
import { uuidv7Floor } from '#lib/platform/ids.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import type { EventRow } from './check-event.ts';
import { findEventKeys, insertEvents } from './repo.ts';

/** How long a sender's own id is remembered. */
export const IDEMPOTENCY_WINDOW_MS = 7 * 86_400_000;

export type StoredEvent = { eventId: string; duplicate: boolean };

const keyOf = (row: EventRow): string | null =>
  row.externalId === null ? null : `${row.clientId ?? row.sourceId} ${row.externalId}`;

/**
 * Stores events and the job that processes them in one commit, then wakes a worker. Results stand in the order
 * of the rows; an event whose sender's id is known gets the id of the first one.
 */
export async function storeEvents(rows: EventRow[]): Promise<StoredEvent[]> {
  const firstByKey = new Map<string, EventRow>();
  const candidates = rows.filter((row) => {
    const key = keyOf(row);
    if (key === null) return true;
    if (firstByKey.has(key)) return false;
    firstByKey.set(key, row);
    return true;
  });
  const winners = await insertEvents(candidates, {
    keyed: firstByKey.size > 0,
    forgetBelow: uuidv7Floor(new Date(clock.now().getTime() - IDEMPOTENCY_WINDOW_MS)),
  });
  wakeWorkers('process-events');
  if (firstByKey.size === 0) return rows.map((row) => ({ eventId: row.id, duplicate: false }));
  const losers = [...firstByKey.values()].filter((row) => !winners.has(row.id));
  const known = losers.length > 0 ? await findEventKeys(losers) : new Map<string, string>();
  return rows.map((row) => {
    const key = keyOf(row);
    if (key === null || winners.has(row.id)) return { eventId: row.id, duplicate: false };
    const first = firstByKey.get(key);
    const eventId = known.get(key) ?? first?.id;
    if (eventId === undefined) throw new Error('A known id has no event.');
    return { eventId, duplicate: true };
  });
}
