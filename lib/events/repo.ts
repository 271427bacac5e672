import { type PgClient, pool } from '#lib/platform/db.ts';
import { parseStoredJsonTwice } from '#lib/platform/json.ts';
import { doubleArray, textArray } from '#lib/platform/pg-arrays.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { EventRow } from './check-event.ts';
import { SENDER_NAMES, SENDERS } from './read-repo.ts';
import type { TraceStep } from './schema.ts';

/** Of the job, behind the columns of the events. */
const JOB_PLACE = '$11';

const INPUT = `input AS (
  SELECT id, external_id, client_id, source_id, session_id, category, name,
    to_timestamp(occurred_ms / 1000) AS occurred_at, to_timestamp(received_ms / 1000) AS received_at, data
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::float8[],
    $9::float8[], $10::text[])
    AS t(id, external_id, client_id, source_id, session_id, category, name, occurred_ms, received_ms, data)
)`;

const ROWS = `INSERT INTO events
    (id, external_id, client_id, source_id, session_id, category, name, occurred_at, received_at, data)
  SELECT id, external_id, client_id, source_id, session_id, category, name, occurred_at, received_at, data::jsonb
  FROM input`;

const plainInsert = (job: string): string => `WITH ${INPUT}, job AS (${job})
  ${ROWS}`;

// A key older than the window is taken over by the new event, as if it had been forgotten.
const keyedInsert = (job: string): string => `WITH ${INPUT}, job AS (${job}),
  won AS (
    INSERT INTO event_keys (owner_id, external_id, event_id)
    SELECT coalesce(client_id, source_id) AS owner_id, external_id, id FROM input WHERE external_id IS NOT NULL
    ORDER BY owner_id, external_id
    ON CONFLICT (owner_id, external_id) DO UPDATE SET event_id = excluded.event_id
      WHERE event_keys.event_id < $12::uuid
    RETURNING event_id
  ), stored AS (
    ${ROWS} WHERE external_id IS NULL OR id IN (SELECT event_id FROM won)
  )
  SELECT event_id FROM won`;

/** Ids need no quoting: they are ours. */
const uuidArray = (ids: readonly (string | null)[]): string => `{${ids.map((id) => id ?? 'NULL').join(',')}}`;

const columnsOf = (rows: EventRow[]): unknown[] => [
  uuidArray(rows.map((row) => row.id)),
  textArray(rows.map((row) => row.externalId)),
  uuidArray(rows.map((row) => row.clientId)),
  uuidArray(rows.map((row) => row.sourceId)),
  textArray(rows.map((row) => row.sessionId)),
  textArray(rows.map((row) => row.category)),
  textArray(rows.map((row) => row.name)),
  doubleArray(rows.map((row) => row.occurredMs)),
  doubleArray(rows.map((row) => row.receivedMs)),
  textArray(rows.map((row) => row.dataJson)),
];

/** Opens the connections that store events and learns the statement's text, so that the first event waits for neither. */
export async function openIngest(writers: number): Promise<void> {
  const connect = (): Promise<unknown> => pool('ingest').query('SELECT 1');
  await Promise.all([enqueueSql('process-events', JOB_PLACE), ...Array.from({ length: writers }, connect)]);
}

/**
 * One statement and so one commit: the events, their keys and the job that names them. Answers the ids of the
 * keyed events that were new.
 */
export async function insertEvents(
  rows: EventRow[],
  options: { keyed: boolean; forgetBelow: string },
): Promise<Set<string>> {
  const job = await enqueueSql('process-events', JOB_PLACE);
  const values = [...columnsOf(rows), jobJson<'process-events'>([{ ids: rows.map((row) => row.id) }])];
  if (!options.keyed) {
    await pool('ingest').query({ name: 'insert-events', text: plainInsert(job), values });
    return new Set();
  }
  const text = keyedInsert(job);
  const result = await pool('ingest').query<{ event_id: string }>({
    name: 'insert-keyed-events',
    text,
    values: [...values, options.forgetBelow],
  });
  return new Set(result.rows.map((row) => row.event_id));
}

/** The event of each known (sender, sender's id), by `<sender> <id>`. */
export async function findEventKeys(rows: EventRow[]): Promise<Map<string, string>> {
  const result = await pool('ingest').query<{ key: string; event_id: string }>({
    name: 'find-event-keys',
    text: `SELECT k.owner_id || ' ' || k.external_id AS key, k.event_id FROM event_keys k
      JOIN unnest($1::uuid[], $2::text[]) AS t(owner_id, external_id) USING (owner_id, external_id)`,
    values: [rows.map((row) => row.clientId ?? row.sourceId), rows.map((row) => row.externalId)],
  });
  return new Map(result.rows.map((row) => [row.key, row.event_id]));
}

export type ClaimedEvent = {
  id: string;
  external_id: string | null;
  client_id: string | null;
  client_name: string | null;
  source_id: string | null;
  source_name: string | null;
  session_id: string | null;
  category: string;
  name: string;
  occurred_at: Date;
  received_at: Date;
  /** Numbers that a double cannot hold are texts in it: every digit is looked at. */
  data: unknown;
  /** The same with every number as it is. */
  exactData: unknown;
};

/** Locks those of the events that wait for processing; what another worker holds, or has done, is left out. */
export async function claimEvents(client: PgClient, ids: string[]): Promise<ClaimedEvent[]> {
  const result = await client.query<ClaimedEvent & { data: string }>({
    name: 'claim-events',
    text: `SELECT e.id, e.external_id, e.client_id, e.source_id, e.session_id, e.category, e.name, e.occurred_at,
        e.received_at, e.data::text AS data, ${SENDER_NAMES}
      FROM events e ${SENDERS}
      WHERE e.id = ANY($1::uuid[]) AND e.status = 'accepted' ORDER BY e.id FOR UPDATE OF e SKIP LOCKED`,
    values: [ids],
  });
  return result.rows.map((row) => {
    const { asText, exact } = parseStoredJsonTwice(row.data);
    return { ...row, data: asText, exactData: exact };
  });
}

/** What processing found out about an event. Labels are null unless something in them had to be masked. */
export type ProcessedEvent = {
  id: string;
  status: 'processed' | 'failed';
  verdict: string | null;
  severity: string | null;
  attributes: Record<string, unknown>;
  maskedData: { value: unknown } | null;
  maskedLabels: { name?: string; category?: string; session_id?: string; external_id?: string };
  trace: TraceStep[];
  processedAt: Date;
  /** Every destination that gets a delivery, also a withheld one: what the ledger expects. */
  destinationIds: string[];
};

export async function finishEvents(client: PgClient, events: ProcessedEvent[]): Promise<void> {
  const label = (name: keyof ProcessedEvent['maskedLabels']): (string | null)[] =>
    events.map((event) => event.maskedLabels[name] ?? null);
  await client.query({
    name: 'finish-events',
    text: `UPDATE events e SET status = t.status, verdict = t.verdict, severity = t.severity,
        attributes = t.attributes::jsonb, masked_data = t.masked_data::jsonb, trace = t.trace::jsonb,
        processed_at = t.processed_at, destination_ids = t.destination_ids::uuid[], name = coalesce(t.name, e.name), category = coalesce(t.category, e.category),
        session_id = coalesce(t.session_id, e.session_id), external_id = coalesce(t.external_id, e.external_id)
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
        AS t(id, status, verdict, severity, attributes, masked_data, trace, processed_at, name, category, session_id,
          external_id, destination_ids)
      WHERE e.id = t.id AND e.id = ANY($1::uuid[])`,
    values: [
      events.map((event) => event.id),
      events.map((event) => event.status),
      events.map((event) => event.verdict),
      events.map((event) => event.severity),
      events.map((event) => JSON.stringify(event.attributes)),
      events.map((event) => (event.maskedData === null ? null : JSON.stringify(event.maskedData.value))),
      events.map((event) => JSON.stringify(event.trace)),
      events.map((event) => event.processedAt),
      label('name'),
      label('category'),
      label('session_id'),
      label('external_id'),
      events.map((event) => `{${event.destinationIds.join(',')}}`),
    ],
  });
}

export async function ensurePartitions(firstDay: Date, days: number): Promise<number> {
  const result = await pool().query<{ made: number }>('SELECT ensure_day_partitions($1::date, $2) AS made', [
    firstDay.toISOString().slice(0, 10),
    days,
  ]);
  return result.rows[0]?.made ?? 0;
}

/** How many rows lie in a default partition, counted up to a limit, and the days of the first of them. */
export type Unplaced = { table: string; rows: number; days: string[] };

const UNPLACED_COUNTED = 10_000;
const KEYS = { events: 'id', deliveries: 'id', delivery_attempts: 'delivery_id' } as const;

/** What came while its day had no partition. */
export async function findUnplaced(): Promise<Unplaced[]> {
  const parts = Object.entries(KEYS).map(
    ([
      table,
      key,
    ]) => `SELECT '${table}' AS table, count(*)::int AS rows, array_agg(DISTINCT day) AS days FROM (
      SELECT to_char(to_timestamp(('x' || substr(replace(${key}::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
        AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM ${table}_default ORDER BY ${key} LIMIT ${UNPLACED_COUNTED}
    ) AS first HAVING count(*) > 0`,
  );
  const { rows } = await pool().query<Unplaced>(parts.join(' UNION ALL '));
  return rows;
}

/** Some of the keys of events before this id; answers how many. */
export async function forgetOldKeys(belowId: string, limit: number): Promise<number> {
  const result = await pool().query(
    'DELETE FROM event_keys WHERE ctid = ANY(ARRAY(SELECT ctid FROM event_keys WHERE event_id < $1::uuid LIMIT $2))',
    [belowId, limit],
  );
  return result.rowCount ?? 0;
}

export async function readSweepMark(name: string): Promise<string | null> {
  const result = await pool().query<{ below_id: string }>(
    'SELECT below_id FROM sweep_marks WHERE name = $1',
    [name],
  );
  return result.rows[0]?.below_id ?? null;
}

export async function writeSweepMark(name: string, belowId: string): Promise<void> {
  await pool().query(
    `INSERT INTO sweep_marks (name, below_id) VALUES ($1, $2)
      ON CONFLICT (name) DO UPDATE SET below_id = greatest(sweep_marks.below_id, excluded.below_id)`,
    [name, belowId],
  );
}

export async function findUnprocessed(range: {
  fromId: string | null;
  belowId: string;
  limit: number;
}): Promise<string[]> {
  const result = await pool().query<{ id: string }>(
    `SELECT id FROM events WHERE ($1::uuid IS NULL OR id >= $1) AND id < $2::uuid AND status = 'accepted'
      ORDER BY id LIMIT $3`,
    [range.fromId, range.belowId, range.limit],
  );
  return result.rows.map((row) => row.id);
}
