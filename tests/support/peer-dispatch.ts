import { vi } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { addDeliveries } from '#lib/dispatch/add-deliveries.ts';
import { createDestination } from '#lib/dispatch/create-destination.ts';
import { type CreatedDestination, DestinationInput } from '#lib/dispatch/schema.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';

export type StoredEvent = {
  id?: string;
  external_id?: string | null;
  verdict?: string | null;
  data?: unknown;
  masked?: unknown;
};

/** A destination made as the API would make it; whatever is left out has its default. */
export async function storeDestination(input: Record<string, unknown>): Promise<CreatedDestination> {
  const parsed = DestinationInput.parse({ name: `destination ${uuidv7()}`, ...input });
  return createDestination(systemContext('test'), parsed);
}

/** Processed events as the worker leaves them; answers their ids in order. */
export async function storeEvents(events: readonly StoredEvent[]): Promise<string[]> {
  const ids = events.map((event) => event.id ?? uuidv7());
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await pool().query(
    `INSERT INTO events (id, external_id, category, name, occurred_at, received_at, status, verdict, attributes,
        data, masked_data)
      SELECT id, external_id, 'shop', 'order paid', now(), now(), 'processed', verdict, '{"brand": "testBrand"}',
        data::jsonb, masked::jsonb
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
        AS t(id, external_id, verdict, data, masked)`,
    [
      ids,
      events.map((event) => event.external_id ?? null),
      events.map((event) => (event.verdict === undefined ? 'pass' : event.verdict)),
      events.map((event) => json(event.data ?? { body: 'hello' })),
      events.map((event) => json(event.masked)),
    ],
  );
  return ids;
}

/** One due delivery per event; answers the deliveries' ids in order. */
export async function storeDeliveries(destinationId: string, eventIds: readonly string[]): Promise<string[]> {
  const rows = eventIds.map((eventId) => ({
    id: uuidv7(),
    eventId,
    destinationId,
    status: 'pending' as const,
    reason: null,
  }));
  await addDeliveries(pool(), rows);
  return rows.map(({ id }) => id);
}

export type StoredDelivery = {
  id: string;
  status: string;
  attempt_count: number;
  reason: string | null;
  claimed_by: string | null;
  due_in_ms: number | null;
  finished_at: Date | null;
};

export async function readDeliveries(destinationId: string): Promise<StoredDelivery[]> {
  const { rows } = await pool().query<StoredDelivery>(
    `SELECT id, status, attempt_count, reason, claimed_by, finished_at,
        (extract(epoch FROM next_attempt_at - clock_timestamp()) * 1000)::float8 AS due_in_ms
      FROM deliveries WHERE destination_id = $1 ORDER BY id`,
    [destinationId],
  );
  return rows;
}

export type StoredAttempt = {
  delivery_id: string;
  number: number;
  outcome: string;
  status_code: number | null;
  error: string | null;
  response: string | null;
  request: string | null;
  wait_ms: number | null;
};

/** Attempts in order; `wait_ms` is the time from the end of the attempt to the next one. */
export async function readAttempts(destinationId: string): Promise<StoredAttempt[]> {
  const { rows } = await pool().query<StoredAttempt>(
    `SELECT a.delivery_id, a.number, a.outcome, a.status_code, a.error, a.response, a.request,
        (extract(epoch FROM a.next_attempt_at - a.started_at) * 1000 - a.duration_ms)::float8 AS wait_ms
      FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id
      WHERE d.destination_id = $1 ORDER BY a.delivery_id, a.number`,
    [destinationId],
  );
  return rows;
}

/** Lets time pass for one destination: everything that waits or is leased comes nearer by that much. */
export async function passTime(destinationId: string, ms: number): Promise<void> {
  await pool().query(
    `UPDATE deliveries SET next_attempt_at = next_attempt_at - $2::float8 * interval '1 millisecond'
      WHERE destination_id = $1 AND status IN ('pending', 'delivering')`,
    [destinationId, ms],
  );
}

/** Silences the log while a test provokes what is worth logging. */
export function quietLog(): Disposable {
  const { level } = log;
  log.level = 'silent';
  return {
    [Symbol.dispose]: () => {
      log.level = level;
    },
  };
}

/** Resolves as soon as the check passes; generous, for machines that do other things meanwhile. */
export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000, interval: 10 });
}
