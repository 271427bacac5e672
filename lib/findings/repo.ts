import type { PgClient } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';

/** A leak as the scan found it, ready to be kept. */
export type NewFinding = {
  eventId: string;
  patternId: string;
  patternVersion: number;
  patternName: string;
  severity: string;
  action: string;
  confidence: number;
  path: string;
  masked: string;
  fingerprint: Buffer;
  reasons: string[];
  start: number;
  end: number;
};

const MAX_TEXT = 1000;

/** Writes findings in the caller's transaction, next to the verdict they led to. */
export async function insertFindings(client: PgClient, findings: NewFinding[]): Promise<void> {
  if (findings.length === 0) return;
  await client.query({
    name: 'insert-findings',
    text: `INSERT INTO findings (id, event_id, pattern_id, pattern_version, pattern_name, severity, action, confidence,
        path, masked, fingerprint, reasons, start_offset, end_offset)
      SELECT id, event_id, pattern_id, pattern_version, pattern_name, severity, action, confidence, path, masked,
        fingerprint, ARRAY(SELECT jsonb_array_elements_text(reasons::jsonb)), start_offset, end_offset
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[],
        $9::text[], $10::text[], $11::bytea[], $12::text[], $13::int[], $14::int[])
        AS t(id, event_id, pattern_id, pattern_version, pattern_name, severity, action, confidence, path, masked,
          fingerprint, reasons, start_offset, end_offset)`,
    values: [
      findings.map(() => uuidv7()),
      findings.map((finding) => finding.eventId),
      findings.map((finding) => finding.patternId),
      findings.map((finding) => finding.patternVersion),
      findings.map((finding) => finding.patternName),
      findings.map((finding) => finding.severity),
      findings.map((finding) => finding.action),
      findings.map((finding) => finding.confidence),
      findings.map((finding) => finding.path.slice(0, MAX_TEXT)),
      findings.map((finding) => finding.masked.slice(0, MAX_TEXT)),
      findings.map((finding) => finding.fingerprint),
      findings.map((finding) => JSON.stringify(finding.reasons)),
      findings.map((finding) => finding.start),
      findings.map((finding) => finding.end),
    ],
  });
}

const knownAs = (
  finding: Pick<NewFinding, 'eventId' | 'patternId' | 'patternVersion' | 'path' | 'start' | 'end'>,
) =>
  [finding.eventId, finding.patternId, finding.patternVersion, finding.path, finding.start, finding.end].join(
    ' ',
  );

/** What a further look found besides what is known; nothing that was found before is touched. */
export async function insertFurtherFindings(client: PgClient, findings: NewFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const { rows } = await client.query<Parameters<typeof knownAs>[0]>({
    name: 'known-findings',
    text: `SELECT event_id AS "eventId", pattern_id AS "patternId", pattern_version AS "patternVersion", path,
        start_offset AS start, end_offset AS end
      FROM findings WHERE event_id = ANY($1::uuid[])`,
    values: [[...new Set(findings.map(({ eventId }) => eventId))]],
  });
  const known = new Set(rows.map(knownAs));
  const cut = findings.map((finding) => ({ ...finding, path: finding.path.slice(0, MAX_TEXT) }));
  await insertFindings(
    client,
    cut.filter((finding) => !known.has(knownAs(finding))),
  );
}
