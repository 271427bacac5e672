import { pool } from '#lib/platform/db.ts';

export type AuthzChange = {
  version: number;
  kind: 'user' | 'role' | 'session' | 'permission';
  subject: string;
};
export type AuthzNews = { latest: number; changes: AuthzChange[] };

/** The number of the latest change and those after `known`, in one snapshot; at most `limit` of them. */
export async function readNews(known: number, limit: number): Promise<AuthzNews> {
  const { rows } = await pool().query<{ latest: string } & Record<keyof AuthzChange, string | null>>({
    name: 'authz-news',
    text: `SELECT s.version AS latest, c.version, c.kind, c.subject FROM authz_state s
      LEFT JOIN authz_changes c ON c.version > $1 ORDER BY c.version LIMIT $2`,
    values: [known, limit],
  });
  const [first] = rows;
  if (!first) throw new Error('The counter of changes is gone.');
  return {
    latest: Number(first.latest),
    changes: rows.flatMap(({ version, kind, subject }) =>
      version === null
        ? []
        : [{ version: Number(version), kind: kind as AuthzChange['kind'], subject: subject as string }],
    ),
  };
}

/** Changes that every process has seen long ago. */
export async function deleteOldChanges(before: Date): Promise<number> {
  const { rowCount } = await pool().query('DELETE FROM authz_changes WHERE at < $1', [before]);
  return rowCount ?? 0;
}
