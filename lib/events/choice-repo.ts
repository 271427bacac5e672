import { readBounded } from '#lib/platform/read-bounded.ts';
import { MASKED_CONTENT, SENDER_NAMES, SENDERS } from './read-repo.ts';

/** A processed event as destinations choose it. */
export type ChoiceRow = {
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
  status: 'accepted' | 'processing' | 'processed' | 'failed';
  verdict: string | null;
  severity: string | null;
  attributes: Record<string, unknown>;
  /** JSON; null when it was not asked for, or there is nothing that may be shown. */
  data: string | null;
  /** `data` tells what readers do not see. */
  reveals: boolean;
  /** What the installation tells of itself goes by a mark of the destination, not by its filter. */
  is_notice: boolean;
};

const IS_NOTICE = 'EXISTS (SELECT 1 FROM notices n WHERE n.event_id = e.id)';

/** Which content is read: none, what readers see, or what a destination of the form gets. */
export type SeenContent = 'none' | 'masked' | 'redacted' | 'whole';

const DELIVERED = {
  redacted: "e.verdict = 'pass'",
  whole: "e.verdict IN ('pass', 'redact')",
} as const;

function content(seen: SeenContent): string {
  if (seen === 'none') return 'NULL::text AS data, false AS reveals';
  if (seen === 'masked') return `${MASKED_CONTENT}::text AS data, false AS reveals`;
  const isOriginal = DELIVERED[seen];
  return `CASE WHEN ${isOriginal} THEN e.data::text ELSE e.masked_data::text END AS data,
    coalesce(${isOriginal}, false) AND e.masked_data IS NOT NULL AS reveals`;
}

const select = (seen: SeenContent): string =>
  `SELECT e.id, e.external_id, e.client_id, e.source_id, e.session_id, e.category, e.name, e.occurred_at,
    e.received_at, e.status, e.verdict, e.severity, e.attributes, ${IS_NOTICE} AS is_notice, ${content(seen)},
    ${SENDER_NAMES}
    FROM events e ${SENDERS}`;

export async function selectForChoice(id: string, seen: SeenContent): Promise<ChoiceRow | null> {
  const [row] = await readBounded<ChoiceRow>(`${select(seen)} WHERE e.id = $1`, [id]);
  return row ?? null;
}

/** Events that were chosen for destinations, newest first, from below an id. */
export function selectLastForChoice(
  { belowId, limit }: { belowId: string; limit: number },
  seen: SeenContent,
): Promise<ChoiceRow[]> {
  return readBounded<ChoiceRow>(
    `${select(seen)} WHERE e.id < $1 AND e.status = 'processed' AND NOT ${IS_NOTICE} ORDER BY e.id DESC LIMIT $2`,
    [belowId, limit],
  );
}
