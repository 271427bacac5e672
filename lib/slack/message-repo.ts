import { type Db, inPgTransaction, type PgClient, type Prisma, pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { SlackMessageState, SlackMessagesQuery } from './schema.ts';

export type MessageRow = Prisma.SlackMessageGetPayload<object>;

export type NewMessage = {
  id: string;
  workspaceId: string;
  eventId: string;
  channelId: string;
  userId: string | null;
  ts: string;
  threadTs: string | null;
  revision: string;
  sealed: string;
};

export type Taken = 'taken' | 'duplicate' | 'channel_off';

/** The channel, the message and the job that scans it: one commit. What was there already is left as it is. */
export async function insertMessage(message: NewMessage): Promise<Taken> {
  const job = await enqueueSql('scan-slack-message', '$1');
  return inPgTransaction(async (client) => {
    await client.query('UPDATE slack_workspaces SET last_event_at = now() WHERE id = $1', [
      message.workspaceId,
    ]);
    const { rows } = await client.query<{ enabled: boolean }>(
      `INSERT INTO slack_channels (id, workspace_id, channel_id) VALUES ($1, $2, $3)
        ON CONFLICT (workspace_id, channel_id) DO UPDATE SET last_message_at = now() RETURNING enabled`,
      [uuidv7(), message.workspaceId, message.channelId],
    );
    if (rows[0]?.enabled === false) return 'channel_off';
    const { rowCount } = await client.query(
      `INSERT INTO slack_messages (id, workspace_id, event_id, channel_id, user_id, ts, thread_ts, revision, sealed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [
        message.id,
        message.workspaceId,
        message.eventId,
        message.channelId,
        message.userId,
        message.ts,
        message.threadTs,
        message.revision,
        message.sealed,
      ],
    );
    if (rowCount === 0) return 'duplicate';
    await client.query(job, [jobJson<'scan-slack-message'>([{ id: message.id }])]);
    return 'taken';
  });
}

const TAKEN = `id, workspace_id AS "workspaceId", channel_id AS "channelId", user_id AS "userId", ts,
  thread_ts AS "threadTs", revision, sealed`;
export type TakenMessage = Omit<NewMessage, 'eventId'>;

/** Marks a message as being scanned; null when there is nothing to scan any more. */
export async function takeMessage(id: string): Promise<TakenMessage | null> {
  const { rows } = await pool().query<TakenMessage>(
    `UPDATE slack_messages SET state = 'scanning', moved_at = now()
      WHERE id = $1 AND state IN ('queued', 'scanning') AND sealed IS NOT NULL RETURNING ${TAKEN}`,
    [id],
  );
  return rows[0] ?? null;
}

/** The latest state of what the author wrote in the channel around that time, by time; at most 20. */
export async function selectAround(message: TakenMessage, seconds: number): Promise<TakenMessage[]> {
  // What came by a job has no time, and may have been written whenever.
  if (message.userId === null || message.ts === '') return [];
  const { rows } = await pool().query<TakenMessage>(
    `SELECT DISTINCT ON (ts) ${TAKEN} FROM slack_messages
      WHERE workspace_id = $1 AND channel_id = $2 AND user_id = $3 AND sealed IS NOT NULL
        AND revision NOT LIKE '%#%' AND NULLIF(ts, '')::numeric BETWEEN $4::numeric - $5 AND $4::numeric + $5
      ORDER BY ts, received_at DESC LIMIT 20`,
    [message.workspaceId, message.channelId, message.userId, message.ts, seconds],
  );
  return rows;
}

export type FinishedMessage = { id: string; state: SlackMessageState; maskedText: string | null };

/** Whether the message was still to be finished: of two that scanned it, one may write what was found. */
export async function finishMessage(client: PgClient, message: FinishedMessage): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE slack_messages SET state = $2, masked_text = $3, scanned_at = now(), moved_at = now()
      WHERE id = $1 AND state = 'scanning'`,
    [message.id, message.state, message.maskedText],
  );
  return rowCount === 1;
}

/** What a message says, sealed; null once it was forgotten. */
export async function selectSealed(id: string): Promise<string | null> {
  const { rows } = await pool().query<{ sealed: string | null }>(
    'SELECT sealed FROM slack_messages WHERE id = $1',
    [id],
  );
  return rows[0]?.sealed ?? null;
}

/** Others that a leak reaches into: it stands across them, or in a file of theirs. What they say is not shown: it may hold a part of it. */
export async function markLeaking(client: PgClient, ids: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE slack_messages SET state = CASE WHEN state = 'clean' THEN 'leaking' ELSE state END, masked_text = NULL
      WHERE id = ANY($1::uuid[])`,
    [ids],
  );
}

/** Messages that wait and that nobody has taken up since. */
export async function findIdleMessages(before: Date, limit: number): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM slack_messages WHERE state IN ('queued', 'scanning') AND moved_at < $1
      ORDER BY moved_at LIMIT $2`,
    [before, limit],
  );
  return rows.map(({ id }) => id);
}

/** Forgets what messages say once it is not needed: of those without a leak soon, of others later. */
export async function forgetTexts(cleanBefore: Date, leakingBefore: Date): Promise<void> {
  await pool().query(
    `UPDATE slack_messages SET sealed = NULL
      WHERE sealed IS NOT NULL AND (state = 'clean' AND scanned_at < $1 OR state IN ('leaking', 'unscannable') AND scanned_at < $2)`,
    [cleanBefore, leakingBefore],
  );
}

/** Rows of messages without a leak are only kept to know them again, and where their files can still change. */
export async function deleteCleanMessages(before: Date): Promise<void> {
  await pool().query(
    `DELETE FROM slack_messages m WHERE state = 'clean' AND received_at < $1
      AND NOT EXISTS (SELECT 1 FROM slack_files f WHERE f.message_id = m.id)`,
    [before],
  );
}

export function findMessage(db: Db, id: string): Promise<MessageRow | null> {
  return db.slackMessage.findUnique({ where: { id } });
}

const stateIs = (state: SlackMessagesQuery['state']): Prisma.SlackMessageWhereInput => {
  if (state === 'any') return {};
  return { state: state ?? { not: 'clean' } };
};

/** Newest first. */
export async function pageOfMessages(
  db: Db,
  query: SlackMessagesQuery,
  request: PageRequest,
): Promise<Page<MessageRow>> {
  const { beyond, ...reading } = keysetQuery(['receivedAt', 'id'], 'desc', request);
  const rows = await db.slackMessage.findMany({
    where: {
      ...stateIs(query.state),
      ...(query.channel ? { channelId: query.channel } : {}),
      ...(query.user ? { userId: query.user } : {}),
      ...(query.q ? { maskedText: containing(query.q) } : {}),
      receivedAt: {
        ...(query.from === undefined ? {} : { gte: query.from }),
        ...(query.to === undefined ? {} : { lt: query.to }),
      },
      AND: beyond,
    },
    ...reading,
  });
  return toPage(rows, request, (row) => [row.receivedAt.toISOString(), row.id]);
}

/** Names of channels by their ids in Slack. */
export async function channelNames(db: Db, channelIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.slackChannel.findMany({ where: { channelId: { in: [...new Set(channelIds)] } } });
  return new Map(rows.flatMap(({ channelId, name }) => (name === null ? [] : [[channelId, name]])));
}
