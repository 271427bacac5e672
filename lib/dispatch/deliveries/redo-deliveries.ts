import type { PgClient } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { DeliveryStatus } from '../schema.ts';
import { addToDispatched, lockEventsOf, lockForRedo, markDiscarded, markDue } from './redo-repo.ts';
import { type RedoRow, type Refusal, refusalOf } from './refusal.ts';
import type { RedoKind } from './schema.ts';

export type RedoRequest = {
  kind: RedoKind;
  ids: readonly string[];
  operationId: string | null;
  /** Of a discard. */
  reason: string | null;
  /** Whether to wait for what a worker holds at this moment, instead of leaving it. */
  wait: boolean;
};

export type RedoOutcome = {
  id: string;
  refusal: Refusal | null;
  /** As it stood before. */
  was: DeliveryStatus | null;
  /** Of a resend: the new delivery. */
  madeId: string | null;
};

const HELD: Refusal = { code: 'under_way', detail: 'It is being worked on at this very moment.' };
const GONE: Refusal = { code: 'gone', detail: 'There is no such delivery any more.' };

async function resend(
  client: PgClient,
  rows: readonly RedoRow[],
  operationId: string | null,
): Promise<ReadonlyMap<string, string>> {
  const made = rows.map((row) => ({ row, id: uuidv7() }));
  await addToDispatched(
    client,
    made.map(({ row, id }) => ({
      ...{ id, eventId: row.event_id, destinationId: row.destination_id },
      ...{ status: 'pending', reason: null, cause: 'resend', originId: row.root_id },
    })),
    { operationId },
  );
  return new Map(made.map(({ row, id }) => [row.id, id]));
}

/** Two of one chain in one batch would both find that none is under way. */
function refusals(kind: RedoKind, rows: readonly RedoRow[]): Map<string, Refusal | null> {
  const chains = new Set<string>();
  return new Map(
    rows.map((row) => {
      const isSecond = kind === 'resend' && chains.has(row.root_id);
      const refusal = refusalOf(kind, isSecond ? { ...row, resend_under_way: true } : row);
      if (refusal === null) chains.add(row.root_id);
      return [row.id, refusal];
    }),
  );
}

async function existing(client: PgClient, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM deliveries WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Retries, resends or discards deliveries in the caller's transaction and tells of each what became of it. Nothing that
 * is being sent at this moment is touched.
 */
export async function redoDeliveries(client: PgClient, request: RedoRequest): Promise<RedoOutcome[]> {
  const { kind, ids, operationId, wait } = request;
  if (kind === 'resend') await lockEventsOf(client, ids);
  const rows = await lockForRedo(client, ids, { wait });
  const decided = refusals(kind, rows);
  const accepted = rows.filter(({ id }) => decided.get(id) === null);
  const acceptedIds = accepted.map(({ id }) => id);
  let made: ReadonlyMap<string, string> = new Map();
  if (acceptedIds.length > 0) {
    if (kind === 'retry') await markDue(client, acceptedIds, { operationId });
    else if (kind === 'resend') made = await resend(client, accepted, operationId);
    else await markDiscarded(client, acceptedIds, { reason: request.reason ?? 'Discarded.', operationId });
  }
  const missing = ids.filter((id) => !decided.has(id));
  const held = await existing(client, missing);
  const was = new Map(rows.map(({ id, status }) => [id, status]));
  return ids.map((id) => ({
    id,
    refusal: decided.has(id) ? (decided.get(id) ?? null) : held.has(id) ? HELD : GONE,
    was: was.get(id) ?? null,
    madeId: made.get(id) ?? null,
  }));
}
