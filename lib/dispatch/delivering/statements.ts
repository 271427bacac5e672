import { COUNT } from '../counts/count-statement.ts';

/** Of every destination that is sent to: neither disabled nor deleted nor paused. */
const isSentTo = 'd.enabled AND d.deleted_at IS NULL AND d.paused_at IS NULL';

/** What is due of one kind, in the order of the index: first attempts (0) or further ones (1). */
const due = (again: 0 | 1, destination: string): string => `
  FROM deliveries WHERE destination_id = ${destination} AND status IN ('pending', 'delivering')
    AND least(attempt_count, 1) = ${again}`;

const firstOf = (again: 0 | 1): string =>
  `(SELECT next_attempt_at ${due(again, 'd.id')} AND next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1)`;

/** The destinations that are sent to, each with the time until it has something to do. What waits for an open breaker is not looked at. */
export const FIND_DUE = `
  SELECT d.id, d.version,
    (extract(epoch FROM least(first.fresh_at, first.again_at) - clock_timestamp()) * 1000)::float8 AS due_in_ms,
    coalesce(first.again_at <= clock_timestamp(), false) AS again_due,
    CASE WHEN d.rate_per_second IS NOT NULL
      THEN (extract(epoch FROM l.next_slot_at - clock_timestamp()) * 1000)::float8 END AS slot_in_ms,
    CASE WHEN b.state <> 'closed'
      THEN (extract(epoch FROM b.next_probe_at - clock_timestamp()) * 1000)::float8 END AS probe_in_ms
  FROM destinations d
  JOIN destination_breakers b ON b.destination_id = d.id
  LEFT JOIN destination_limits l ON l.destination_id = d.id
  LEFT JOIN LATERAL (
    SELECT ${firstOf(0)} AS fresh_at, ${firstOf(1)} AS again_at
    WHERE b.state = 'closed' OR b.next_probe_at <= now()
  ) AS first ON true
  WHERE ${isSentTo}`;

/** Whether calls may leave: as they come, or, half open, one that holds the breaker until it is told how it ended. */
const gate = (probing: boolean): string => `
  SELECT b.destination_id FROM destination_breakers b JOIN destinations d ON d.id = b.destination_id
  WHERE b.destination_id = $1 AND ${isSentTo} AND ${
    probing
      ? `b.state <> 'closed' AND b.next_probe_at <= now() FOR UPDATE OF b SKIP LOCKED`
      : `b.state = 'closed'`
  }`;

/**
 * Rows for at most so many \`places\`. While both kinds are due, further attempts get half of them, $5 (0 or 1) saying
 * who gets the odd one; what one kind leaves is the other's. With $5 at -1 no further one is known to be due: none
 * is looked for.
 */
const takeDue = (places: string): string => `
  room AS MATERIALIZED (SELECT ${places} AS places),
  owed AS MATERIALIZED (
    SELECT count(*)::int AS places FROM (
      SELECT 1 ${due(1, '$1')} AND next_attempt_at <= now()
      LIMIT (SELECT CASE WHEN $5::int < 0 THEN 0 ELSE (places + $5::int) / 2 END FROM room)
    ) AS waiting
  ), fresh AS MATERIALIZED (
    SELECT id, status, attempt_count, next_attempt_at ${due(0, '$1')} AND next_attempt_at <= now()
    ORDER BY next_attempt_at LIMIT (SELECT room.places - owed.places FROM room, owed) FOR UPDATE SKIP LOCKED
  ), again AS MATERIALIZED (
    SELECT id, status, attempt_count, next_attempt_at ${due(1, '$1')} AND next_attempt_at <= now()
    ORDER BY next_attempt_at
    LIMIT (SELECT CASE WHEN $5::int < 0 THEN 0 ELSE places - (SELECT count(*) FROM fresh) END FROM room)
    FOR UPDATE SKIP LOCKED
  ), due AS MATERIALIZED (SELECT * FROM fresh UNION ALL SELECT * FROM again)`;

// A lease that ran out: its process died, or could not record. The attempt was begun and stays visible.
const lost = `
  lost AS (
    INSERT INTO delivery_attempts (delivery_id, destination_id, number, started_at, duration_ms, outcome, error)
    SELECT id, $1::uuid, attempt_count, next_attempt_at - $4 * interval '1 millisecond', 0, 'lost',
      'The process that sent it stopped before the answer was recorded.'
    FROM due WHERE status = 'delivering'
    ON CONFLICT (delivery_id, number) DO NOTHING
  )`;

/** Nobody else probes until this one's lease has ended, or it was told how it ended. */
const probe = `
  probe AS (
    UPDATE destination_breakers b SET state = 'half_open',
      next_probe_at = clock_timestamp() + $4::float8 * interval '1 millisecond'
    FROM gate WHERE b.destination_id = gate.destination_id AND EXISTS (SELECT 1 FROM due)
  )`;

const answer = `
  SELECT c.id, c.event_id, c.attempt_count AS attempt, c.manual_retries,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms,
    c.slot_ms, e.external_id, e.client_id, e.source_id, e.session_id, e.category, e.name, e.occurred_at, e.received_at,
    e.verdict, e.severity, e.attributes::text AS attributes,
    CASE WHEN e.verdict = 'pass' OR (e.verdict = 'redact' AND t.form = 'whole') THEN e.data::text
      WHEN e.verdict = 'redact' THEN e.masked_data::text END AS data,
    t.form = 'whole' AND e.masked_data IS NOT NULL AS "isUnmasked"
  FROM claimed c JOIN destinations t ON t.id = $1 LEFT JOIN events e ON e.id = c.event_id
  ORDER BY c.slot_ms NULLS FIRST, c.id`;

const claimUnlimited = (probing: boolean): string => `
  WITH gate AS MATERIALIZED (${gate(probing)}),
  ${takeDue('(SELECT CASE WHEN EXISTS (SELECT 1 FROM gate) THEN $2::int ELSE 0 END)')}, ${lost},
  ${probing ? `${probe},` : ''}
  claimed AS (
    UPDATE deliveries d SET status = 'delivering', attempt_count = d.attempt_count + 1, claimed_by = $3::uuid,
      next_attempt_at = clock_timestamp() + $4::float8 * interval '1 millisecond'
    FROM due WHERE d.id = due.id
    RETURNING d.id, d.event_id, d.attempt_count, d.manual_retries, NULL::float8 AS slot_ms
  ) ${answer}`;

/**
 * The same within a rate. Slots lie \`gap\` apart and a call leaves at most $7 ms after its slot, so that any
 * second sees at most rate + 1 calls: (1000 + $7) / gap < rate + 1. A limit row that another process holds at
 * this moment yields nothing: that process is claiming. $6 is how far ahead slots are taken, in ms.
 */
const claimLimited = (probing: boolean): string => `
  WITH gate AS MATERIALIZED (${gate(probing)}),
  slot AS MATERIALIZED (
    SELECT greatest(l.next_slot_at, clock_timestamp()) AS first_at, clock_timestamp() AS now_at,
      greatest(1000 / d.rate_per_second, (1001 + $7::numeric) / (d.rate_per_second + 1))::float8 AS gap_ms
    FROM destination_limits l JOIN destinations d ON d.id = l.destination_id
    WHERE l.destination_id = $1 AND d.rate_per_second IS NOT NULL AND EXISTS (SELECT 1 FROM gate)
    FOR UPDATE OF l SKIP LOCKED
  ), free AS MATERIALIZED (
    SELECT first_at, gap_ms, least($2::int, greatest(0,
      floor(($6::float8 - extract(epoch FROM first_at - now_at)::float8 * 1000) / gap_ms) + 1))::int AS slots
    FROM slot
  ), ${takeDue('coalesce((SELECT slots FROM free), 0)')}, ${lost},
  ${probing ? `${probe},` : ''}
  numbered AS (
    SELECT due.id, free.first_at + (row_number() OVER (ORDER BY due.next_attempt_at, due.id) - 1)
      * free.gap_ms * interval '1 millisecond' AS slot_at
    FROM due, free
  ), spent AS (
    UPDATE destination_limits l SET next_slot_at = free.first_at + taken.slots * free.gap_ms * interval '1 millisecond'
    FROM free, (SELECT count(*) AS slots FROM due) AS taken
    WHERE l.destination_id = $1 AND taken.slots > 0
  ), claimed AS (
    UPDATE deliveries d SET status = 'delivering', attempt_count = d.attempt_count + 1, claimed_by = $3::uuid,
      next_attempt_at = numbered.slot_at + $4::float8 * interval '1 millisecond'
    FROM numbered WHERE d.id = numbered.id
    RETURNING d.id, d.event_id, d.attempt_count, d.manual_retries, (extract(epoch FROM numbered.slot_at) * 1000)::float8 AS slot_ms
  ) ${answer}`;

/** $1 destination, $2 how many, $3 worker, $4 lease in ms, $5 whose the odd place is; limited, $6 and $7. */
export const CLAIM = {
  unlimited: claimUnlimited(false),
  'unlimited-probe': claimUnlimited(true),
  limited: claimLimited(false),
  'limited-probe': claimLimited(true),
} as const;

/** What becomes of what waits for a destination that is no more: lost on purpose, or put on the shelf when nobody wanted that. */
export const STRANDED = {
  status: (t: string): string =>
    `CASE WHEN ${t}.disabled_reason IS NULL OR ${t}.deleted_at IS NOT NULL THEN 'discarded' ELSE 'dead' END`,
  reason: (t: string): string =>
    `CASE WHEN ${t}.disabled_reason IS NULL OR ${t}.deleted_at IS NOT NULL
      THEN 'The destination was disabled or deleted.' ELSE 'The destination was disabled. ' || ${t}.disabled_reason END`,
} as const;

const stranded = `(i.status = 'pending' AND (NOT t.enabled OR t.deleted_at IS NOT NULL))`;

/**
 * $1 worker, then one array per column. Whoever no longer holds the lease changes nothing but its own attempt.
 * Answers the sessions whose next delivery may follow now.
 */
export const RECORD = `
  WITH input AS (
    SELECT * FROM unnest($2::uuid[], $3::int[], $4::text[], $5::float8[], $6::text[], $7::float8[], $8::int[],
      $9::text[], $10::int[], $11::text[], $12::text[], $13::text[])
      AS t(delivery_id, number, status, delay_ms, reason, started_ago_ms, duration_ms, outcome, status_code, error,
        response, request)
  ), settled AS (
    UPDATE deliveries d SET
      status = CASE WHEN ${stranded} THEN ${STRANDED.status('t')} ELSE i.status END,
      reason = CASE WHEN ${stranded} THEN ${STRANDED.reason('t')} ELSE i.reason END,
      next_attempt_at = CASE WHEN i.status = 'pending' AND NOT ${stranded}
        THEN clock_timestamp() + i.delay_ms * interval '1 millisecond' END,
      finished_at = CASE WHEN i.status <> 'pending' OR ${stranded} THEN clock_timestamp() END,
      attempt_count = d.attempt_count - CASE WHEN i.outcome IS NULL AND i.status = 'pending' THEN 1 ELSE 0 END,
      claimed_by = NULL
    FROM input i, destinations t
    WHERE d.id = i.delivery_id AND d.id = ANY($2::uuid[]) AND t.id = d.destination_id
      AND d.status = 'delivering' AND d.claimed_by = $1::uuid AND d.attempt_count = i.number
    RETURNING d.id, d.next_attempt_at, d.destination_id, d.session_key, d.status, d.attempt_count
  ), attempts AS (
    INSERT INTO delivery_attempts AS a (delivery_id, destination_id, number, started_at, duration_ms, outcome,
      status_code, error, response, request, next_attempt_at)
    SELECT i.delivery_id, d.destination_id, i.number, clock_timestamp() - i.started_ago_ms * interval '1 millisecond',
      i.duration_ms, i.outcome, i.status_code, i.error, i.response, i.request, s.next_attempt_at
    FROM input i JOIN deliveries d ON d.id = i.delivery_id AND d.id = ANY($2::uuid[])
      LEFT JOIN settled s ON s.id = i.delivery_id
    WHERE i.outcome IS NOT NULL
    ORDER BY i.delivery_id
    ON CONFLICT (delivery_id, number) DO UPDATE SET destination_id = excluded.destination_id,
      started_at = excluded.started_at,
      duration_ms = excluded.duration_ms, outcome = excluded.outcome, status_code = excluded.status_code,
      error = excluded.error, response = excluded.response, request = excluded.request
      WHERE a.outcome = 'lost'
    RETURNING a.delivery_id, a.destination_id, a.number, a.duration_ms, a.outcome, a.status_code, a.error
  ), ${COUNT}
  SELECT destination_id, session_key FROM settled WHERE session_key IS NOT NULL AND status <> 'pending'`;
