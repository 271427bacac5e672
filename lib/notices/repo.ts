import { type PgClient, pool } from '#lib/platform/db.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';

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

/** When these were raised last, of those that ever were; locked until the transaction ends. */
export async function lockNoticeMarks(
  client: PgClient,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ key: string; raised_ms: number }>({
    name: 'notice-marks-lock',
    text: `SELECT key, (extract(epoch FROM raised_at) * 1000)::float8 AS raised_ms FROM notice_marks
      WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE`,
    values: [keys],
  });
  return new Map(rows.map(({ key, raised_ms }) => [key, raised_ms]));
}

export type NoticeRow = { event_id: string; name: string; title: string; link: string | null };

export async function insertNotice(client: PgClient, notice: NoticeRow): Promise<void> {
  await client.query({
    name: 'notice-insert',
    text: 'INSERT INTO notices (event_id, name, title, link) VALUES ($1::uuid, $2, $3, $4)',
    values: [notice.event_id, notice.name, notice.title, notice.link],
  });
}

/** Newest first. */
export async function pageOfNotices(request: PageRequest): Promise<Page<NoticeRow>> {
  const { position, limit } = request;
  const back = position?.direction === 'prev';
  const beyond = position ? `WHERE event_id ${back ? '>' : '<'} $1::uuid` : '';
  const rows = await readBounded<NoticeRow>(
    `SELECT event_id, name, title, link FROM notices ${beyond}
      ORDER BY event_id ${back ? 'ASC' : 'DESC'} LIMIT ${limit + 1}`,
    position ? [position.key[0]] : [],
  );
  return toPage(rows, request, (row) => [row.event_id]);
}

/** Notices below this id, and when others were raised that have been quiet for longer than any asks for. */
export async function deleteOldNotices(belowId: string, longestQuietMs: number): Promise<void> {
  await pool().query('DELETE FROM notices WHERE event_id < $1::uuid', [belowId]);
  await pool().query(
    `DELETE FROM notice_marks WHERE raised_at < clock_timestamp() - $1::float8 * interval '1 millisecond'`,
    [longestQuietMs],
  );
}
