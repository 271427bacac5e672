import type { Db } from '#lib/platform/db.ts';

/** A place of a finding as an exclusion looks at it. */
type SeenPlace = {
  findingId: string;
  patternId: string;
  patternName: string;
  masked: string;
  path: string;
  reason: string | null;
  fingerprint: Uint8Array;
};

type Seen = { place: SeenPlace; subject: { kind: 'event' | 'file' | 'slack'; clientId?: string } };

/** The latest places since a moment, with the client that sent their event. */
export async function selectRecentPlaces(
  db: Db,
  { from, patternId, limit }: { from: Date; patternId: string | null; limit: number },
): Promise<Seen[]> {
  const rows = await db.$queryRaw<
    (SeenPlace & { kind: 'event' | 'file' | 'slack'; clientId: string | null })[]
  >`
    SELECT p.finding_id AS "findingId", p.pattern_id AS "patternId", p.pattern_name AS "patternName", p.masked, p.path,
      f.reason, f.fingerprint, p.subject_kind AS kind, e.client_id AS "clientId"
    FROM (
      SELECT * FROM finding_places WHERE created_at >= ${from}
        AND (${patternId}::uuid IS NULL OR pattern_id = ${patternId}::uuid)
      ORDER BY created_at DESC LIMIT ${limit}
    ) AS p JOIN findings f ON f.id = p.finding_id
      LEFT JOIN events e ON p.subject_kind = 'event' AND e.id = p.subject_id`;
  return rows.map(({ kind, clientId, ...place }) => ({
    place,
    subject: { kind, ...(clientId !== null && { clientId }) },
  }));
}
