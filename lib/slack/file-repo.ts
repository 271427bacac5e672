import { type Db, inPgTransaction, type PgClient, type Prisma, pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { TakenMessage } from './message-repo.ts';
import type { ChangedFile } from './read-event.ts';

/** Files of a message that were not seen before, each with the job that fetches it, in the caller's transaction. */
export async function insertSlackFiles(
  client: PgClient,
  message: TakenMessage,
  fileIds: readonly string[],
): Promise<void> {
  if (fileIds.length === 0) return;
  const job = await enqueueSql('fetch-slack-file', '$1');
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO slack_files (id, message_id, workspace_id, channel_id, ts, file_id)
      SELECT t.id, $3, $4, $5, $6, t.file_id FROM unnest($1::uuid[], $2::text[]) AS t(id, file_id)
      ON CONFLICT DO NOTHING RETURNING id`,
    [fileIds.map(() => uuidv7()), fileIds, message.id, message.workspaceId, message.channelId, message.ts],
  );
  if (rows.length > 0) await client.query(job, [jobJson<'fetch-slack-file'>(rows.map(({ id }) => ({ id })))]);
}

/**
 * Asks for what a file holds now, once for each message that it was shared in and that is still looked after. A version
 * that waits and that nobody began to fetch will bring it anyway.
 */
export async function insertChangedFile(
  workspaceId: string,
  { eventId, fileId }: ChangedFile,
): Promise<'taken' | 'ignored'> {
  const job = await enqueueSql('fetch-slack-file', '$1');
  return inPgTransaction(async (client) => {
    await client.query('UPDATE slack_workspaces SET last_event_at = now() WHERE id = $1', [workspaceId]);
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO slack_files (id, message_id, workspace_id, channel_id, ts, file_id, revision)
        SELECT uuidv7(), s.message_id, $1, s.channel_id, s.ts, $2, $3 FROM (
          SELECT DISTINCT ON (f.channel_id, f.ts) f.message_id, f.channel_id, f.ts FROM slack_files f
          WHERE f.workspace_id = $1 AND f.file_id = $2
            AND EXISTS (SELECT 1 FROM slack_channels c
              WHERE c.workspace_id = $1 AND c.channel_id = f.channel_id AND c.enabled)
          ORDER BY f.channel_id, f.ts, f.created_at) s
        WHERE NOT EXISTS (SELECT 1 FROM slack_files w WHERE (w.workspace_id, w.channel_id, w.ts, w.file_id)
          = ($1, s.channel_id, s.ts, $2) AND w.state = 'waiting' AND w.attempts = 0)
        ON CONFLICT DO NOTHING RETURNING id`,
      [workspaceId, fileId, eventId],
    );
    if (rows.length === 0) return 'ignored';
    await client.query(job, [jobJson<'fetch-slack-file'>(rows.map(({ id }) => ({ id })))]);
    return 'taken';
  });
}

export type WaitingFile = {
  id: string;
  /** Empty for the file as it was shared. */
  revision: string;
  fileId: string;
  messageId: string;
  workspaceId: string;
  attempts: number;
  /** What the message says, sealed; null once it was forgotten. */
  sealed: string | null;
};

/** A file that is still to be fetched, with one attempt more. */
export async function takeSlackFile(id: string): Promise<WaitingFile | null> {
  const { rows } = await pool().query<WaitingFile>(
    `UPDATE slack_files f SET attempts = attempts + 1 FROM slack_messages m
      WHERE f.id = $1 AND f.state = 'waiting' AND m.id = f.message_id
      RETURNING f.id, f.revision, f.file_id AS "fileId", f.message_id AS "messageId", f.workspace_id AS "workspaceId", f.attempts, m.sealed`,
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Keeps what a version holds. False, and the version is forgotten, where an earlier one of the same share held the same: a file
 * that got a comment or was told of twice is not scanned again.
 */
export async function noteFingerprint(id: string, fingerprint: Buffer): Promise<boolean> {
  const { rows } = await pool().query<{ isKnown: boolean }>(
    `WITH known AS (
        SELECT EXISTS (SELECT 1 FROM slack_files f JOIN slack_files v
          USING (workspace_id, channel_id, ts, file_id)
          WHERE v.id = $1 AND f.id <> $1 AND f.state = 'fetched' AND f.fingerprint = $2) AS "isKnown"
      ), gone AS (DELETE FROM slack_files WHERE id = $1 AND (SELECT "isKnown" FROM known)
      ), noted AS (UPDATE slack_files SET fingerprint = $2 WHERE id = $1 AND NOT (SELECT "isKnown" FROM known))
      SELECT "isKnown" FROM known`,
    [id, fingerprint],
  );
  return rows[0]?.isKnown === false;
}

export async function settleSlackFile(
  client: PgClient,
  id: string,
  { state, reason }: { state: 'fetched' | 'unavailable'; reason: string | null },
): Promise<void> {
  await client.query('UPDATE slack_files SET state = $2, reason = $3 WHERE id = $1', [id, state, reason]);
}

export type FileShare = {
  fileId: string;
  /** Empty for the file as it was shared. */
  revision: string;
  messageId: string;
  workspaceId: string;
  channelId: string;
  ts: string;
  threadTs: string | null;
  userId: string | null;
};

/** The message that a file was shared in; null for a file from elsewhere. */
export async function findShare(client: PgClient, id: string): Promise<FileShare | null> {
  const { rows } = await client.query<FileShare>(
    `SELECT f.file_id AS "fileId", f.revision, f.message_id AS "messageId", f.workspace_id AS "workspaceId",
        f.channel_id AS "channelId", f.ts, m.thread_ts AS "threadTs", m.user_id AS "userId"
      FROM slack_files f JOIN slack_messages m ON m.id = f.message_id WHERE f.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export type SlackFileRow = Prisma.SlackFileGetPayload<object>;

/** The files of a message, whichever state of it brought them. */
export function selectSlackFiles(
  db: Db,
  { workspaceId, channelId, ts }: { workspaceId: string; channelId: string; ts: string },
): Promise<SlackFileRow[]> {
  return db.slackFile.findMany({ where: { workspaceId, channelId, ts }, orderBy: { id: 'asc' }, take: 100 });
}
