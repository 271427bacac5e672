import type { PgClient } from '#lib/platform/db.ts';

/**
 * Whether nothing was raised under this key lately; it then counts as raised, with the caller's commit. Of two
 * at the same moment the second waits for the first to commit or to give up.
 */
export async function takeNoticeMark(client: PgClient, key: string, quietMs: number): Promise<boolean> {
  const { rows } = await client.query<{ key: string }>({
    name: 'notice-mark',
    text: `INSERT INTO notice_marks AS m (key, raised_at) VALUES ($1, clock_timestamp())
      ON CONFLICT (key) DO UPDATE SET raised_at = clock_timestamp()
        WHERE m.raised_at <= clock_timestamp() - $2::float8 * interval '1 millisecond'
      RETURNING key`,
    values: [key, quietMs],
  });
  return rows.length > 0;
}

/** Those that have been quiet for longer than any notice asks for. */
export async function deleteNoticeMarks(client: PgClient, beforeMs: number): Promise<number> {
  const result = await client.query(
    `DELETE FROM notice_marks WHERE raised_at < clock_timestamp() - $1::float8 * interval '1 millisecond'`,
    [beforeMs],
  );
  return result.rowCount ?? 0;
}
