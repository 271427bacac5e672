import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { presentChannel } from './present-channel.ts';
import { findChannel, updateChannel } from './repo.ts';
import type { SlackChannel, SlackChannelPatch } from './schema.ts';

/** Whether the messages of a channel are looked into from now on. @throws AppError `not_found`. */
export async function switchChannel(
  ctx: Context,
  id: string,
  { enabled }: SlackChannelPatch,
): Promise<SlackChannel> {
  requirePermission(ctx, 'slack:write');
  return inTransaction(ctx, async (tx) => {
    const before = await findChannel(tx.db, id);
    if (!before) throw new AppError('not_found', 'There is no channel with this id.');
    const after = presentChannel(await updateChannel(tx.db, id, enabled));
    await recordAudit(tx, {
      action: 'slack.channel',
      subjectType: 'slack_channel',
      subjectId: id,
      before: { channel_id: before.channelId, enabled: before.enabled },
      after: { channel_id: after.channel_id, enabled },
    });
    return after;
  });
}
