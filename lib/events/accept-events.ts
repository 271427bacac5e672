import type { z } from 'zod';
import type { ClientActor, SourceActor } from '#lib/auth/context.ts';
import { AppError, isAppError } from '#lib/platform/errors.ts';
import { uuidv7Ms } from '#lib/platform/ids.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { checkEvent, type EventRow } from './check-event.ts';
import { createGroupCommit, overloaded } from './group-commit.ts';
import { openIngest } from './repo.ts';
import { type EventReceipt, MAX_EVENTS_PER_CALL, NewEvent } from './schema.ts';
import { type StoredEvent, storeEvents } from './store-events.ts';

/** One statement at a time gathers the most rows into a commit; two or three were not seen to take more. */
const WRITERS = 1;

const ingest = (): ReturnType<typeof createGroupCommit<EventRow, StoredEvent>> =>
  processSingleton('events.group-commit', () =>
    createGroupCommit<EventRow, StoredEvent>(storeEvents, {
      writers: WRITERS,
      spacingMs: 5,
      maxRowsPerFlush: 256,
      maxBytesPerFlush: 4 * 1024 * 1024,
      maxWaitingRows: 20_000,
      maxWaitingBytes: 64 * 1024 * 1024,
      deadlineMs: 400,
    }),
  );

/** Does what the first event would otherwise wait for. */
export function warmUpIngest(): Promise<void> {
  return openIngest(WRITERS);
}

/**
 * Asked before a body is taken apart. @throws AppError `unavailable` when so much waits that its events could not be
 * stored in time.
 */
export function requireRoom(): void {
  if (!ingest().hasRoom()) throw overloaded();
}

/** Resolves when every event that was taken in has its commit. */
export function drainEvents(): Promise<void> {
  return ingest().drain();
}

let lastMs = 0;
let lastIso = '';

/** Receipts of one millisecond share the text of their moment. */
function isoOf(ms: number): string {
  if (ms !== lastMs) [lastMs, lastIso] = [ms, new Date(ms).toISOString()];
  return lastIso;
}

const receipt = ({ eventId, duplicate }: StoredEvent): EventReceipt => ({
  id: eventId,
  status: duplicate ? 'duplicate' : 'accepted',
  received_at: isoOf(uuidv7Ms(eventId)),
  status_url: `/api/v1/events/${eventId}`,
});

const submit = async (rows: EventRow[]): Promise<EventReceipt[]> => {
  const sizeBytes = rows.reduce((sum, row) => sum + row.dataJson.length + 300, 0);
  return (await ingest().submit(rows, sizeBytes)).map(receipt);
};

/**
 * Takes everything that one delivery of a source brings, or nothing of it, in one commit.
 * @throws AppError when one of the events breaks a rule or cannot be stored, or the store is overloaded.
 */
export async function acceptDelivery(
  source: SourceActor,
  events: readonly { id: string | null; name: string; category: string; data: unknown }[],
): Promise<EventReceipt[]> {
  const rows = events.map(({ id, ...event }, i) =>
    checkEvent(
      source,
      { ...event, ...(id === null ? {} : { id }) },
      { at: events.length === 1 ? '' : `[${i}]` },
    ),
  );
  return submit(rows).catch((error: unknown) => {
    throw refusedByStore(error, '') ?? error;
  });
}

/** The store itself refused the row: SQLSTATE class 22, for example a number beyond what jsonb holds. */
const refusedByStore = (error: unknown, at: string): AppError | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^22/.test(error.code)
    ? new AppError('invalid', 'The event holds a value that cannot be stored.', {
        cause: error,
        details: {
          errors: [
            { path: at === '' ? 'data' : `${at}.data`, message: 'holds a value that cannot be stored' },
          ],
        },
      })
    : null;

const submitOne = (row: EventRow, at: string): Promise<EventReceipt> =>
  submit([row]).then(
    (receipts) => receipts[0] as EventReceipt,
    (error: unknown) => {
      throw refusedByStore(error, at) ?? error;
    },
  );

/** Takes one event of this shape. @throws AppError when it breaks a rule or the store is overloaded. */
export async function acceptEvent(
  client: ClientActor,
  given: unknown,
  shape: z.ZodType<NewEvent> = NewEvent,
): Promise<EventReceipt> {
  return submitOne(checkEvent(client, given, { at: '', shape }), '');
}

/**
 * Takes up to 1,000 events in one commit; each result is a receipt or the error of that event alone.
 * @throws AppError when the array is empty or too long, or the store is overloaded.
 */
export async function acceptEvents(
  client: ClientActor,
  given: unknown[],
): Promise<(EventReceipt | AppError)[]> {
  if (given.length === 0 || given.length > MAX_EVENTS_PER_CALL) {
    const message = `has to hold 1 to ${MAX_EVENTS_PER_CALL.toLocaleString('en')} events, not ${given.length.toLocaleString('en')}`;
    throw new AppError('invalid', `The array ${message}.`, { details: { errors: [{ path: '', message }] } });
  }
  const checked = given.map((event, i) => {
    try {
      return checkEvent(client, event, { at: `[${i}]` });
    } catch (error) {
      if (isAppError(error)) return error;
      throw error;
    }
  });
  const rows = checked.filter((item): item is EventRow => !(item instanceof Error));
  const receipts =
    rows.length === 0 ? [] : await submit(rows).catch((error: unknown) => submitApart(error, rows, checked));
  let next = 0;
  return checked.map((item) =>
    item instanceof Error ? item : (receipts[next++] as EventReceipt | AppError),
  );
}

/** One event of the array cannot be stored: each is tried alone, so that only that one is refused. */
async function submitApart(
  error: unknown,
  rows: EventRow[],
  checked: (EventRow | AppError)[],
): Promise<(EventReceipt | AppError)[]> {
  if (!refusedByStore(error, '')) throw error;
  return Promise.all(
    rows.map((row) =>
      submitOne(row, `[${checked.indexOf(row)}]`).catch((fault: unknown) => {
        if (isAppError(fault) && fault.code === 'invalid') return fault;
        throw fault;
      }),
    ),
  );
}
