import type { Db } from '#lib/platform/db.ts';

export type FalsePath = { patternId: string; pattern: string; path: string; falsePositives: number };

/**
 * Where reviewers called so many different values of a pattern false, and none real: by place, indexes of lists as `*`.
 * Places that an exclusion of the pattern names already are left out.
 */
export async function selectFalsePaths(
  db: Db,
  { from, least, limit }: { from: Date; least: number; limit: number },
): Promise<FalsePath[]> {
  return db.$queryRaw<FalsePath[]>`
    WITH judged AS (
      SELECT p.pattern_id, p.pattern_name, regexp_replace(p.path, '\\[\\d+\\]', '[*]', 'g') AS path, f.id, f.reason
      FROM findings f JOIN finding_places p ON p.finding_id = f.id
      WHERE f.state = 'closed' AND f.reason IN ('false_positive', 'remediated', 'accepted_risk')
        AND p.created_at >= ${from} AND p.path <> '' AND length(p.path) <= 200
    )
    SELECT pattern_id AS "patternId", max(pattern_name) AS pattern, path,
      (count(DISTINCT id) FILTER (WHERE reason = 'false_positive'))::int AS "falsePositives"
    FROM judged
    WHERE NOT EXISTS (SELECT 1 FROM pattern_exclusions x
      WHERE x.pattern_id = judged.pattern_id AND x.path = judged.path AND (x.expires_at IS NULL OR x.expires_at > now()))
    GROUP BY pattern_id, path
    HAVING count(DISTINCT id) FILTER (WHERE reason = 'false_positive') >= ${least}
      AND count(DISTINCT id) FILTER (WHERE reason <> 'false_positive') = 0
    ORDER BY 4 DESC, 2, 3 LIMIT ${limit}`;
}
