import { type PgClient, pool } from '#lib/platform/db.ts';
import { uuidv7Floor, uuidv7Ms } from '#lib/platform/ids.ts';

/** An entry as it is digested: every column, as PostgreSQL writes it. */
export type SealedText = { id: string; text: string };
export type Seal = { seq: number; entryId: string; digest: Buffer };

/** Every column in its order, told apart by JSON; jsonb has one way of being written. */
const TEXT = `json_build_array(e.id, (extract(epoch FROM e.at) * 1000)::bigint, e.actor_type, e.actor_id, e.actor_name, e.request_id,
  e.address, e.action, e.subject_type, e.subject_id, e.before::text, e.after::text)::text`;
/** An entry becomes visible with its commit, at most this long after its id was made. */
const LATE_MS = 3_600_000;

/** One process at a time seals; the lock falls with the transaction. */
export async function lockSealing(client: PgClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('the-eye.audit-seals', 0))`);
}

export async function findLastSeal(client: Pick<PgClient, 'query'> = pool()): Promise<Seal | null> {
  const { rows } = await client.query<{ seq: string; entry_id: string; digest: Buffer }>(
    'SELECT seq, entry_id, digest FROM audit_seals ORDER BY seq DESC LIMIT 1',
  );
  const [row] = rows;
  return row ? { seq: Number(row.seq), entryId: row.entry_id, digest: row.digest } : null;
}

/** Entries without a seal, by their ids; those of the hour before the newest sealed one may have come late. */
export async function selectUnsealed(client: PgClient, limit: number): Promise<SealedText[]> {
  const newest = await client.query<{ id: string }>(
    'SELECT entry_id AS id FROM audit_seals ORDER BY entry_id DESC LIMIT 1',
  );
  const [last] = newest.rows;
  const floor = uuidv7Floor(new Date(last === undefined ? 0 : Math.max(0, uuidv7Ms(last.id) - LATE_MS)));
  const { rows } = await client.query<SealedText>(
    `SELECT e.id, ${TEXT} AS text FROM audit_entries e
      WHERE e.id >= $1 AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.entry_id = e.id)
      ORDER BY e.id LIMIT $2`,
    [floor, limit],
  );
  return rows;
}

export async function insertSeals(client: PgClient, seals: readonly Seal[]): Promise<void> {
  await client.query(
    'INSERT INTO audit_seals (seq, entry_id, digest) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])',
    [seals.map(({ seq }) => seq), seals.map(({ entryId }) => entryId), seals.map(({ digest }) => digest)],
  );
}

/** A link of the chain as it is kept; `text` is null when its entry is gone. */
export type Link = Seal & { text: string | null };

/** Links from a number on, by their numbers. */
export async function selectLinks(fromSeq: number, limit: number): Promise<Link[]> {
  const { rows } = await pool().query<{ seq: string; entry_id: string; digest: Buffer; text: string | null }>(
    `SELECT s.seq, s.entry_id, s.digest, CASE WHEN e.id IS NOT NULL THEN ${TEXT} END AS text
      FROM audit_seals s LEFT JOIN audit_entries e ON e.id = s.entry_id
      WHERE s.seq >= $1 ORDER BY s.seq LIMIT $2`,
    [fromSeq, limit],
  );
  return rows.map(({ seq, entry_id, digest, text }) => ({
    seq: Number(seq),
    entryId: entry_id,
    digest,
    text,
  }));
}
