import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { AppError } from '#lib/platform/errors.ts';
import { selectSlackFiles } from './file-repo.ts';
import { channelNames, findMessage } from './message-repo.ts';
import { presentMessage } from './present-message.ts';
import { selectRemovals } from './removal-repo.ts';
import type { SharedFile, SlackMessage } from './schema.ts';

/** One message, masked. @throws AppError `not_found`. */
export async function getSlackMessage(
  ctx: Context,
  id: string,
): Promise<SlackMessage & { files: SharedFile[] }> {
  requirePermission(ctx, 'slack:read');
  const row = await findMessage(ctx.db, id);
  if (!row) throw new AppError('not_found', 'There is no message with this id.');
  const names = await channelNames(ctx.db, [row.channelId]);
  const removalOf = await selectRemovals(ctx.db, [row]);
  const files = await selectSlackFiles(ctx.db, row);
  const message = presentMessage(row, { channel: names.get(row.channelId) ?? null, removal: removalOf(row) });
  return {
    ...message,
    files: files.map(({ id: fileId, state, reason }) => ({
      id: fileId,
      state: state as SharedFile['state'],
      reason,
    })),
  };
}
