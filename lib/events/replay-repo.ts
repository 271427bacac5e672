import type { PgClient } from '#lib/platform/db.ts';
import { parseStoredJsonAsText } from '#lib/platform/json.ts';
import type { ClaimedEvent, ProcessedEvent } from './repo.ts';

export type ReplayableEvent = ClaimedEvent & {
  status: string;
  /** How often it was looked at already. */
  rounds: number;
};

/** Locks events, whatever was made of them, in the order of their ids; replays of one event follow each other. */
export async function lockForReplay(client: PgClient, ids: readonly string[]): Promise<ReplayableEvent[]> {
  const { rows } = await client.query<ReplayableEvent & { data: string }>({
    name: 'replay-lock',
    text: `SELECT id, external_id, client_id, session_id, category, name, occurred_at, received_at, data::text AS data,
        status, 1 + jsonb_array_length(jsonb_path_query_array(trace, '$[*] ? (@.step == "replayed")')) AS rounds
      FROM events WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    values: [ids],
  });
  return rows.map((row) => ({ ...row, data: parseStoredJsonAsText(row.data) }));
}

/**
 * What a further look at events found: verdict, attributes and masked form are those of now, the trace grows. Which
 * destinations were decided is added to where the deliveries are.
 */
export async function finishReplays(client: PgClient, events: readonly ProcessedEvent[]): Promise<void> {
  const label = (name: keyof ProcessedEvent['maskedLabels']): (string | null)[] =>
    events.map((event) => event.maskedLabels[name] ?? null);
  await client.query({
    name: 'finish-replays',
    text: `UPDATE events e SET status = 'processed', verdict = t.verdict, severity = t.severity,
        attributes = t.attributes::jsonb, masked_data = t.masked_data::jsonb, trace = e.trace || t.trace::jsonb,
        processed_at = t.processed_at, name = coalesce(t.name, e.name), category = coalesce(t.category, e.category),
        session_id = coalesce(t.session_id, e.session_id), external_id = coalesce(t.external_id, e.external_id)
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
        $8::text[], $9::text[], $10::text[], $11::text[])
        AS t(id, verdict, severity, attributes, masked_data, trace, processed_at, name, category, session_id, external_id)
      WHERE e.id = t.id AND e.id = ANY($1::uuid[])`,
    values: [
      events.map((event) => event.id),
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
    ],
  });
}
