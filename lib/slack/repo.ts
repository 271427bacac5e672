import { type Db, type Prisma, pool } from '#lib/platform/db.ts';

export type WorkspaceRow = Prisma.SlackWorkspaceGetPayload<object>;
export type ChannelRow = Prisma.SlackChannelGetPayload<object>;
export type WorkspaceFields = Omit<WorkspaceRow, 'createdAt' | 'updatedAt' | 'lastEventAt' | 'rateLimitedAt'>;

/** There is one or none. */
export function findWorkspace(db: Db): Promise<WorkspaceRow | null> {
  return db.slackWorkspace.findFirst();
}

export function saveWorkspace(db: Db, { id, ...fields }: WorkspaceFields): Promise<WorkspaceRow> {
  return db.slackWorkspace.upsert({ where: { id }, create: { id, ...fields }, update: fields });
}

export async function removeWorkspace(db: Db, id: string): Promise<void> {
  await db.slackWorkspace.delete({ where: { id } });
}

export async function noteRateLimit(id: string, at: Date): Promise<void> {
  await pool().query('UPDATE slack_workspaces SET rate_limited_at = $2 WHERE id = $1', [id, at]);
}

export function selectChannels(db: Db, workspaceId: string): Promise<ChannelRow[]> {
  return db.slackChannel.findMany({
    where: { workspaceId },
    orderBy: { lastMessageAt: 'desc' },
    take: 1_000,
  });
}

export function findChannel(db: Db, id: string): Promise<ChannelRow | null> {
  return db.slackChannel.findUnique({ where: { id } });
}

export function updateChannel(db: Db, id: string, enabled: boolean): Promise<ChannelRow> {
  return db.slackChannel.update({ where: { id }, data: { enabled } });
}

/** Channels whose name nobody has asked Slack for. */
export async function selectNameless(workspaceId: string, limit: number): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    'SELECT channel_id AS id FROM slack_channels WHERE workspace_id = $1 AND name IS NULL ORDER BY id LIMIT $2',
    [workspaceId, limit],
  );
  return rows.map(({ id }) => id);
}

export async function nameChannel(workspaceId: string, channelId: string, name: string): Promise<void> {
  await pool().query('UPDATE slack_channels SET name = $3 WHERE workspace_id = $1 AND channel_id = $2', [
    workspaceId,
    channelId,
    name.slice(0, 200),
  ]);
}
