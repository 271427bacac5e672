type Sender = { id: string; name: string | null } | null;

/** An event as filters see it before the scan: `EVENT_PATHS` in words. */
export type EventDocument = {
  id: string;
  external_id: string | null;
  client_id: string | null;
  client: Sender;
  source_id: string | null;
  source: Sender;
  session_id: string | null;
  category: string;
  name: string;
  timestamp: string;
  attributes: Record<string, unknown>;
  data: unknown;
};

type Row = Omit<EventDocument, 'client' | 'source' | 'timestamp'> & {
  client_name: string | null;
  source_name: string | null;
  occurred_at: Date;
};

export function toFilterDocument(row: Row): EventDocument {
  const { client_id, source_id, attributes, data } = row;
  return {
    id: row.id,
    external_id: row.external_id,
    client_id,
    client: client_id === null ? null : { id: client_id, name: row.client_name },
    source_id,
    source: source_id === null ? null : { id: source_id, name: row.source_name },
    session_id: row.session_id,
    category: row.category,
    name: row.name,
    timestamp: row.occurred_at.toISOString(),
    attributes,
    data,
  };
}
