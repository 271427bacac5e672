import { type Db, type PgClient, type Prisma, pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { SlackActionKind, SlackAdapter, TimeVisible } from './schema.ts';

type Note = { started_at: string; ts?: string };
export type NoteKind = 'notice' | 'author' | 'restored';

export type Removal = {
  id: string;
  workspaceId: string;
  messageId: string;
  channelId: string;
  ts: string;
  threadTs: string | null;
  userId: string | null;
  fileIds: string[];
  reasons: string[];
  wanted: 'remove' | 'restore';
  adapter: SlackAdapter | null;
  attempts: number;
  messageGoneAt: Date | null;
  filesGone: string[];
  goneAt: Date | null;
  notes: Partial<Record<NoteKind, Note>>;
};

const COLUMNS = `id, workspace_id AS "workspaceId", message_id AS "messageId", channel_id AS "channelId", ts,
  thread_ts AS "threadTs", user_id AS "userId", file_ids AS "fileIds", reasons, wanted, adapter, attempts,
  message_gone_at AS "messageGoneAt", files_gone AS "filesGone", gone_at AS "goneAt", notes`;
const LEASE_SECONDS = 120;

export type WantedRemoval = Pick<
  Removal,
  'workspaceId' | 'messageId' | 'channelId' | 'ts' | 'threadTs' | 'userId' | 'fileIds' | 'reasons'
> & {
  /** Whether the message says something new: one that was put back is not taken away again for what it said before. */
  isEdit: boolean;
};

const union = (column: string): string =>
  `ARRAY(SELECT DISTINCT unnest(r.${column} || EXCLUDED.${column}) ORDER BY 1)`;

/** A message that was put back starts anew; what is gone already stays gone, and what the author was asked he is not asked again. */
const AGAIN = `(r.state = 'restored' AND $10 OR r.state IN ('failed', 'not_possible')
  OR r.state IN ('removed', 'tombstoned') AND NOT EXCLUDED.file_ids <@ r.files_gone)`;
const ANEW = `(r.state = 'restored' AND $10)`;

/** Asks for a message to be removed, in the caller's transaction together with the job; once, however often it is asked for. */
export async function insertRemoval(client: PgClient, wanted: WantedRemoval): Promise<void> {
  const job = await enqueueSql('remediate-slack', '$1');
  const { rows } = await client.query<{ id: string; due: boolean }>(
    `INSERT INTO slack_removals AS r (id, workspace_id, message_id, channel_id, ts, thread_ts, user_id, file_ids, reasons,
        next_attempt_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())
      ON CONFLICT (workspace_id, channel_id, ts) DO UPDATE SET
        file_ids = ${union('file_ids')}, reasons = ${union('reasons')}, updated_at = now(),
        wanted = CASE WHEN ${AGAIN} THEN 'remove' ELSE r.wanted END,
        message_id = CASE WHEN ${AGAIN} THEN EXCLUDED.message_id ELSE r.message_id END,
        attempts = CASE WHEN ${AGAIN} THEN 0 ELSE r.attempts END,
        reason = CASE WHEN ${AGAIN} THEN NULL ELSE r.reason END,
        next_attempt_at = CASE WHEN ${AGAIN} THEN EXCLUDED.next_attempt_at ELSE r.next_attempt_at END,
        message_gone_at = CASE WHEN ${ANEW} THEN NULL ELSE r.message_gone_at END,
        files_gone = CASE WHEN ${ANEW} THEN ARRAY[]::text[] ELSE r.files_gone END,
        gone_at = CASE WHEN ${AGAIN} THEN NULL ELSE r.gone_at END,
        notes = CASE WHEN ${ANEW} THEN '{}' ELSE r.notes END,
        state = CASE WHEN ${AGAIN} THEN 'pending' ELSE r.state END
      RETURNING id, next_attempt_at IS NOT NULL AS due`,
    [
      uuidv7(),
      wanted.workspaceId,
      wanted.messageId,
      wanted.channelId,
      wanted.ts,
      wanted.threadTs,
      wanted.userId,
      wanted.fileIds,
      wanted.reasons,
      wanted.isEdit,
    ],
  );
  const [row] = rows;
  if (row?.due) await client.query(job, [jobJson<'remediate-slack'>([{ id: row.id }])]);
}

/** Takes what is due and nobody works on, for two minutes. */
export async function claimRemoval(id: string): Promise<Removal | null> {
  const { rows } = await pool().query<Removal>(
    `UPDATE slack_removals SET claimed_until = now() + interval '${LEASE_SECONDS} seconds', attempts = attempts + 1
      WHERE id = $1 AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
      RETURNING ${COLUMNS}`,
    [id],
  );
  return rows[0] ?? null;
}

/** What is due and held by nobody: its job was lost, or its worker. */
export async function findDueRemovals(limit: number): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM slack_removals WHERE next_attempt_at <= now() - interval '5 seconds'
        AND (claimed_until IS NULL OR claimed_until < now()) ORDER BY next_attempt_at LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

export async function noteMessageGone(id: string): Promise<void> {
  await pool().query(
    'UPDATE slack_removals SET message_gone_at = now(), updated_at = now() WHERE id = $1 AND message_gone_at IS NULL',
    [id],
  );
}

export async function noteFileGone(id: string, fileId: string): Promise<void> {
  await pool().query(
    `UPDATE slack_removals SET files_gone = files_gone || $2::text, updated_at = now()
      WHERE id = $1 AND NOT files_gone @> ARRAY[$2::text]`,
    [id, fileId],
  );
}

type Confirmed = { state: 'removed' | 'tombstoned' | 'restored' | 'asked'; adapter: SlackAdapter };

/** Says what became of a message: Slack has confirmed it. A file that was found to leak meanwhile leaves it pending. */
export async function confirmState(
  removal: Removal,
  { state, adapter }: Confirmed,
  actions: readonly Action[],
): Promise<void> {
  const hides = state === 'removed' || state === 'tombstoned';
  await pool().query(
    `WITH confirmed AS (
        UPDATE slack_removals SET state = $2, updated_at = now(), reason = NULL,
            adapter = CASE WHEN $3 THEN $4 ELSE coalesce(adapter, $4) END,
            gone_at = CASE WHEN $3 THEN now() ELSE gone_at END
          WHERE id = $1 AND (NOT $3 OR message_gone_at IS NOT NULL AND file_ids <@ files_gone) RETURNING id)
      INSERT INTO slack_actions (id, removal_id, kind, detail, adapter)
      SELECT gen_random_uuid(), confirmed.id, t.kind, t.detail, $4
        FROM confirmed, unnest($5::text[], $6::text[]) AS t(kind, detail)
        WHERE NOT EXISTS (SELECT 1 FROM slack_actions a WHERE a.removal_id = confirmed.id AND a.kind = t.kind
          AND a.detail = t.detail)`,
    [removal.id, state, hides, adapter, actions.map(({ kind }) => kind), actions.map(({ detail }) => detail)],
  );
}

export type Action = { kind: SlackActionKind; detail: string };

/** Whether this worker is the first that is about to write this note: whoever is not looks first whether it is there. */
export async function beginNote(id: string, kind: NoteKind): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE slack_removals SET notes = notes || jsonb_build_object($2::text, jsonb_build_object('started_at', now()))
      WHERE id = $1 AND NOT notes ? $2`,
    [id, kind],
  );
  return rowCount === 1;
}

export async function endNote(id: string, kind: NoteKind, ts: string): Promise<void> {
  await pool().query(
    `UPDATE slack_removals SET notes = jsonb_set(notes, ARRAY[$2::text, 'ts'], to_jsonb($3::text)) WHERE id = $1`,
    [id, kind, ts],
  );
}

/** Nothing more is to be done, unless a file was found to leak meanwhile. */
export async function finishRemoval(client: PgClient, id: string): Promise<void> {
  await client.query(
    `UPDATE slack_removals SET claimed_until = NULL, updated_at = now(),
        next_attempt_at = CASE WHEN state = 'pending' THEN now() ELSE NULL END
      WHERE id = $1`,
    [id],
  );
}

export async function postponeRemoval(id: string, reason: string, waitMs: number): Promise<void> {
  await pool().query(
    `UPDATE slack_removals SET claimed_until = NULL, reason = $2, updated_at = now(),
        next_attempt_at = now() + $3 * interval '1 millisecond' WHERE id = $1`,
    [id, reason, waitMs],
  );
}

export async function stopRemoval(
  client: PgClient,
  id: string,
  { state, reason }: { state: 'failed' | 'not_possible'; reason: string },
): Promise<void> {
  await client.query(
    `UPDATE slack_removals SET claimed_until = NULL, next_attempt_at = NULL, state = $2, reason = $3, updated_at = now()
      WHERE id = $1`,
    [id, state, reason],
  );
}

/** A message that nobody can read, with everything it was found to leak in: its states and its files. */
export type Hidden = { id: string; subjectIds: string[] };

const SUBJECT_IDS = `ARRAY(SELECT m.id FROM slack_messages m
    WHERE (m.workspace_id, m.channel_id, m.ts) = (r.workspace_id, r.channel_id, r.ts))
  || ARRAY(SELECT f.id FROM slack_files f WHERE (f.workspace_id, f.channel_id, f.ts) = (r.workspace_id, r.channel_id, r.ts))`;

/** Of these messages and files those that are hidden. */
export async function findHidden(client: PgClient, subjectIds: readonly string[]): Promise<Hidden[]> {
  const { rows } = await client.query<Hidden>({
    text: `WITH named AS (
        SELECT workspace_id, channel_id, ts FROM slack_messages WHERE id = ANY($1::uuid[])
        UNION SELECT workspace_id, channel_id, ts FROM slack_files WHERE id = ANY($1::uuid[]))
      SELECT r.id, ${SUBJECT_IDS} AS "subjectIds" FROM named JOIN slack_removals r USING (workspace_id, channel_id, ts)
        WHERE r.state IN ('removed', 'tombstoned')`,
    values: [subjectIds],
  });
  return rows;
}

export async function findSubjectIds(id: string): Promise<string[]> {
  const { rows } = await pool().query<{ ids: string[] }>(
    `SELECT ${SUBJECT_IDS} AS ids FROM slack_removals r WHERE r.id = $1`,
    [id],
  );
  return rows[0]?.ids ?? [];
}

/** Asks for a message to be put back, after a while in which that can be thought better of. */
export async function wantRestored(client: PgClient, id: string, waitMs: number): Promise<void> {
  await client.query({
    text: `UPDATE slack_removals SET wanted = 'restore', state = 'pending', attempts = 0, reason = NULL, updated_at = now(),
        next_attempt_at = now() + $2::int * interval '1 millisecond'
      WHERE id = $1::uuid AND state IN ('removed', 'tombstoned') RETURNING id`,
    values: [id, waitMs],
  });
}

/** Makes due again what could not be done; false where there is nothing of the kind. An author who was asked hears once it is done. */
export async function retryRemovalRow(client: PgClient, id: string): Promise<boolean> {
  const { rows } = await client.query({
    text: `UPDATE slack_removals SET wanted = 'remove', state = 'pending', attempts = 0, reason = NULL, claimed_until = NULL,
        next_attempt_at = now(), updated_at = now(),
        notes = CASE WHEN state = 'asked' THEN '{}'::jsonb ELSE notes END
      WHERE id = $1::uuid AND state IN ('failed', 'not_possible', 'asked') RETURNING id`,
    values: [id],
  });
  return rows.length === 1;
}

/** It stays as it is: hidden. */
export async function keepHidden(client: PgClient, id: string, reason: string | null): Promise<void> {
  await client.query(
    `UPDATE slack_removals SET wanted = 'remove', claimed_until = NULL, next_attempt_at = NULL, reason = $2,
        state = CASE WHEN adapter = 'discovery' THEN 'tombstoned' ELSE 'removed' END, updated_at = now()
      WHERE id = $1`,
    [id, reason],
  );
}

/** Of the last 30 days, from when a message was sent until Slack had confirmed that nobody can read it. */
export async function measureTimeVisible(): Promise<TimeVisible | null> {
  const { rows } = await pool('reads').query<{ messages: number; shares: number[] | null }>(
    `SELECT count(*)::int AS messages, percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP
        (ORDER BY greatest(0, extract(epoch FROM gone_at) - ts::numeric)::float8) AS shares
      FROM slack_removals WHERE gone_at > now() - interval '30 days'`,
  );
  const { messages = 0, shares = null } = rows[0] ?? {};
  const [median = 0, p95 = 0] = shares ?? [];
  if (messages === 0) return null;
  return { messages, median_ms: Math.round(median * 1_000), p95_ms: Math.round(p95 * 1_000) };
}

export type RemovalRow = Prisma.SlackRemovalGetPayload<{ include: { actions: true } }>;

const keyOf = ({ workspaceId, channelId, ts }: MessageKey): string => `${workspaceId} ${channelId} ${ts}`;
type MessageKey = { workspaceId: string; channelId: string; ts: string };

/** What is done about these messages, each asked for by the message. */
export async function selectRemovals(
  db: Db,
  messages: readonly MessageKey[],
): Promise<(message: MessageKey) => RemovalRow | null> {
  const rows = await db.slackRemoval.findMany({
    where: { OR: messages.map(({ workspaceId, channelId, ts }) => ({ workspaceId, channelId, ts })) },
    include: { actions: { orderBy: [{ at: 'asc' }, { id: 'asc' }] } },
  });
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  return (message) => known.get(keyOf(message)) ?? null;
}
