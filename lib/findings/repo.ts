import type { PgClient } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { SubjectKind } from './schema.ts';

/** One place of a leak as a scan found it, ready to be kept. */
export type NewFinding = {
  /** Of the place; what is sealed is bound to it. */
  id: string;
  subjectKind: SubjectKind;
  subjectId: string;
  patternId: string;
  patternVersion: number;
  patternName: string;
  severity: string;
  action: string;
  confidence: number;
  path: string;
  masked: string;
  /** Keyed hash of the value: with the pattern it says which finding this is a place of. */
  fingerprint: Buffer;
  reasons: string[];
  start: number;
  end: number;
  sealed: string;
};

const MAX_TEXT = 1000;
const WORST = `ARRAY['low', 'medium', 'high', 'critical']`;

const identityOf = ({ patternId, fingerprint }: NewFinding): string =>
  `${patternId} ${fingerprint.toString('hex')}`;

/**
 * Of the places of each finding the surest one speaks for it. In one order everywhere: transactions that meet at the same
 * findings wait for each other instead of for ever.
 */
function identities(places: readonly NewFinding[]): NewFinding[] {
  const surest = new Map<string, NewFinding>();
  for (const place of places) {
    const key = identityOf(place);
    const known = surest.get(key);
    if (known === undefined || place.confidence > known.confidence) surest.set(key, place);
  }
  return [...surest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

/**
 * Writes places in the caller's transaction, next to the verdict they led to, and the findings they are places of. A
 * finding that was closed as remediated is open again when its value shows up once more; other closed ones stay closed.
 */
export async function insertFindings(client: PgClient, places: readonly NewFinding[]): Promise<void> {
  if (places.length === 0) return;
  const ones = identities(places);
  await client.query({
    name: 'insert-findings',
    text: `WITH seen AS (
        INSERT INTO findings AS f (id, pattern_id, pattern_name, fingerprint, severity, action, confidence, masked,
          first_seen_at, last_seen_at)
        SELECT *, now(), now() FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[],
          $7::int[], $8::text[])
        ON CONFLICT (pattern_id, fingerprint) DO UPDATE SET
          last_seen_at = now(), pattern_name = EXCLUDED.pattern_name, action = EXCLUDED.action,
          masked = EXCLUDED.masked, confidence = greatest(f.confidence, EXCLUDED.confidence),
          severity = (${WORST})[greatest(array_position(${WORST}, f.severity::text),
            array_position(${WORST}, EXCLUDED.severity::text))],
          reopened_at = CASE WHEN f.reason = 'remediated' THEN now() ELSE f.reopened_at END,
          state = CASE WHEN f.reason = 'remediated' THEN 'open' ELSE f.state END,
          closed_at = CASE WHEN f.reason = 'remediated' THEN NULL ELSE f.closed_at END,
          reason = CASE WHEN f.reason = 'remediated' THEN NULL ELSE f.reason END
        RETURNING f.id, f.pattern_id, f.fingerprint, f.reopened_at = f.last_seen_at AS reopened
      ), reopened AS (
        INSERT INTO finding_steps (id, finding_id, kind, actor_name, after)
        SELECT gen_random_uuid(), id, 'reopened', 'system', '{"state": "open"}' FROM seen WHERE reopened
      )
      INSERT INTO finding_places (id, finding_id, subject_kind, subject_id, pattern_id, pattern_version, pattern_name,
        severity, action, confidence, path, masked, reasons, start_offset, end_offset, sealed)
      SELECT t.id, seen.id, t.subject_kind, t.subject_id, t.pattern_id, t.pattern_version, t.pattern_name, t.severity,
        t.action, t.confidence, t.path, t.masked, ARRAY(SELECT jsonb_array_elements_text(t.reasons::jsonb)),
        t.start_offset, t.end_offset, t.sealed
      FROM unnest($9::uuid[], $10::text[], $11::uuid[], $12::uuid[], $13::int[], $14::text[], $15::text[], $16::text[],
          $17::int[], $18::text[], $19::text[], $20::bytea[], $21::text[], $22::int[], $23::int[], $24::text[])
        AS t(id, subject_kind, subject_id, pattern_id, pattern_version, pattern_name, severity, action, confidence, path,
          masked, fingerprint, reasons, start_offset, end_offset, sealed)
        JOIN seen ON seen.pattern_id = t.pattern_id AND seen.fingerprint = t.fingerprint`,
    values: [
      ones.map(() => uuidv7()),
      ones.map((one) => one.patternId),
      ones.map((one) => one.patternName),
      ones.map((one) => one.fingerprint),
      ones.map((one) => one.severity),
      ones.map((one) => one.action),
      ones.map((one) => one.confidence),
      ones.map((one) => one.masked.slice(0, MAX_TEXT)),
      places.map((place) => place.id),
      places.map((place) => place.subjectKind),
      places.map((place) => place.subjectId),
      places.map((place) => place.patternId),
      places.map((place) => place.patternVersion),
      places.map((place) => place.patternName),
      places.map((place) => place.severity),
      places.map((place) => place.action),
      places.map((place) => place.confidence),
      places.map((place) => place.path.slice(0, MAX_TEXT)),
      places.map((place) => place.masked.slice(0, MAX_TEXT)),
      places.map((place) => place.fingerprint),
      places.map((place) => JSON.stringify(place.reasons)),
      places.map((place) => place.start),
      places.map((place) => place.end),
      places.map((place) => place.sealed),
    ],
  });
}

const knownAs = (
  place: Pick<NewFinding, 'subjectId' | 'patternId' | 'patternVersion' | 'path' | 'start' | 'end'>,
) => [place.subjectId, place.patternId, place.patternVersion, place.path, place.start, place.end].join(' ');

/** What a further look found besides what is known; nothing that was found before is touched. */
export async function insertFurtherFindings(client: PgClient, places: readonly NewFinding[]): Promise<void> {
  if (places.length === 0) return;
  const { rows } = await client.query<Parameters<typeof knownAs>[0]>({
    name: 'known-findings',
    text: `SELECT subject_id AS "subjectId", pattern_id AS "patternId", pattern_version AS "patternVersion", path,
        start_offset AS start, end_offset AS end
      FROM finding_places WHERE subject_id = ANY($1::uuid[])`,
    values: [[...new Set(places.map(({ subjectId }) => subjectId))]],
  });
  const known = new Set(rows.map(knownAs));
  const cut = places.map((place) => ({ ...place, path: place.path.slice(0, MAX_TEXT) }));
  await insertFindings(
    client,
    cut.filter((place) => !known.has(knownAs(place))),
  );
}
