import { pool } from '#lib/platform/db.ts';
import { parseStoredJson } from '#lib/platform/json.ts';
import type { DeliveredEvent } from '../destination.ts';
import type { OrderedSession } from '../session-repo.ts';
import { CLAIM, FIND_DUE, RECORD, STRANDED } from './statements.ts';

export type DueDestination = {
  id: string;
  version: number;
  /** Until its next delivery is due; negative when overdue, null when nothing waits. */
  due_in_ms: number | null;
  /** Something that was tried before is due. */
  again_due: boolean;
  /** Until its next call may leave; null without a limit. */
  slot_in_ms: number | null;
  /** Until its next single call may leave; null while its breaker is closed. */
  probe_in_ms: number | null;
};

export type ClaimRequest = {
  destinationId: string;
  want: number;
  workerId: string;
  leaseMs: number;
  limited: boolean;
  /** Its breaker is not closed: at most one call, which nobody else makes at the same time. */
  probing: boolean;
  /** Who gets the odd place while both are due: first attempts (0) or further ones (1); null to look for no further ones. */
  turn: 0 | 1 | null;
  /** How far ahead slots of a limited destination are taken. */
  horizonMs: number;
  /** How late after its slot a call may still leave. */
  toleranceMs: number;
};

export type ClaimedDelivery = {
  id: string;
  event_id: string;
  attempt: number;
  /** How often somebody asked for an attempt beyond the plan. */
  manual_retries: number;
  /** By the database's clock, in milliseconds. */
  now_ms: number;
  slot_ms: number | null;
  /** Null when the event is no longer kept. */
  event: DeliveredEvent | null;
  /** False when the scan caught something and there is no masked form. */
  sendable: boolean;
  /** It carries what is masked for readers: nothing that comes back may be kept. */
  isUnmasked: boolean;
};

export type AttemptRecord = {
  deliveryId: string;
  attempt: number;
  status: 'pending' | 'delivered' | 'dead' | 'withheld' | 'discarded';
  /** Until the next attempt, of a pending one. */
  delayMs: number | null;
  reason: string | null;
  /** Null when nothing was sent: the attempt does not count. */
  sent: {
    /** On this process's monotonic clock. */
    startedAt: number;
    durationMs: number;
    outcome: string;
    statusCode: number | null;
    error: string | null;
    response: string | null;
    /** What was sent, as JSON text. */
    request: string | null;
  } | null;
};

export async function findDueDestinations(): Promise<DueDestination[]> {
  const { rows } = await pool().query<DueDestination>({ name: 'dispatch-due', text: FIND_DUE });
  return rows;
}

type ClaimedRow = Omit<DeliveredEvent, 'id' | 'attributes' | 'data' | 'timestamp' | 'received_at'> & {
  id: string;
  event_id: string;
  attempt: number;
  manual_retries: number;
  now_ms: number;
  slot_ms: number | null;
  occurred_at: Date | null;
  received_at: Date;
  attributes: string;
  data: string | null;
  isUnmasked: boolean;
};

/** One statement: free slots counted, that many due deliveries leased to this worker, the next slot moved on. */
export async function claimDueDeliveries(request: ClaimRequest): Promise<ClaimedDelivery[]> {
  const { destinationId, want, workerId, leaseMs, turn, horizonMs, toleranceMs, limited, probing } = request;
  const kind = `${limited ? 'limited' : 'unlimited'}${probing ? '-probe' : ''}` as const;
  const { rows } = await pool().query<ClaimedRow>({
    name: `dispatch-claim-${kind}`,
    text: CLAIM[kind],
    values: [
      destinationId,
      probing ? 1 : want,
      workerId,
      leaseMs,
      turn ?? -1,
      ...(limited ? [horizonMs, toleranceMs] : []),
    ],
  });
  return rows.map(toClaimed);
}

function toClaimed(row: ClaimedRow): ClaimedDelivery {
  const { id, event_id, attempt, manual_retries, now_ms, slot_ms, isUnmasked, ...content } = row;
  const { occurred_at, received_at, attributes, data, ...rest } = content;
  const claimed = { id, event_id, attempt, manual_retries, now_ms, slot_ms, isUnmasked };
  if (occurred_at === null) return { ...claimed, event: null, sendable: false };
  const event: DeliveredEvent = {
    ...rest,
    id: event_id,
    timestamp: occurred_at.toISOString(),
    received_at: received_at.toISOString(),
    attributes: parseStoredJson(attributes) as Record<string, unknown>,
    data: data === null ? null : parseStoredJson(data),
  };
  return { ...claimed, event, sendable: data !== null };
}

/** What PostgreSQL keeps as text: no U+0000, no half surrogates. */
const storable = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : text.replaceAll('\0', '\uFFFD').toWellFormed();

/**
 * Attempts and what they mean for their deliveries, in one commit. A delivery whose lease went to another
 * worker meanwhile keeps what that one makes of it. Answers the sessions whose next delivery may follow now.
 */
export async function recordAttempts(
  workerId: string,
  records: readonly AttemptRecord[],
): Promise<OrderedSession[]> {
  const now = performance.now();
  const column = <T>(read: (record: AttemptRecord) => T): T[] => records.map(read);
  const { rows } = await pool().query<OrderedSession>({
    name: 'dispatch-record',
    text: RECORD,
    values: [
      workerId,
      column((record) => record.deliveryId),
      column((record) => record.attempt),
      column((record) => record.status),
      column((record) => record.delayMs),
      column((record) => storable(record.reason)),
      column((record) => (record.sent ? now - record.sent.startedAt : null)),
      column((record) => record.sent?.durationMs ?? null),
      column((record) => record.sent?.outcome ?? null),
      column((record) => record.sent?.statusCode ?? null),
      column((record) => storable(record.sent?.error)),
      column((record) => storable(record.sent?.response)),
      column((record) => record.sent?.request ?? null),
    ],
  });
  return rows;
}

/** Ends what waits for destinations that were disabled or deleted after it was chosen; answers how many. */
export async function endStranded(limit: number): Promise<number> {
  const { rowCount } = await pool().query({
    name: 'dispatch-end-stranded',
    text: `WITH stranded AS (
        SELECT w.id, ${STRANDED.status('d')} AS status, ${STRANDED.reason('d')} AS reason
        FROM destinations d CROSS JOIN LATERAL (
          SELECT id FROM deliveries
          WHERE destination_id = d.id AND status IN ('pending', 'delivering')
            AND (status = 'pending' OR next_attempt_at <= now())
          LIMIT $1 FOR UPDATE SKIP LOCKED
        ) AS w WHERE NOT d.enabled OR d.deleted_at IS NOT NULL LIMIT $1
      )
      UPDATE deliveries l SET status = s.status, reason = s.reason, next_attempt_at = NULL, claimed_by = NULL,
        finished_at = clock_timestamp()
      FROM stranded s WHERE l.id = s.id`,
    values: [limit],
  });
  return rowCount ?? 0;
}
