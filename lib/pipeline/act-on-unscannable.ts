import type { UnscannableReason } from '#lib/files/extract/schema.ts';
import { findAction } from '#lib/files/unscannable/repo.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { findShare } from '#lib/slack/file-repo.ts';
import { insertRemoval } from '#lib/slack/removal-repo.ts';

export type UnscannableOutcome = { isToBeTold: boolean; isToBeRemoved: boolean };

/**
 * What the rules say about a file that could not be looked into, in the caller's transaction: whether the administrators
 * are to hear of it, and whether it is taken out of Slack now.
 */
export async function actOnUnscannable(
  client: PgClient,
  id: string,
  reason: UnscannableReason,
): Promise<UnscannableOutcome> {
  const action = await findAction(client, reason);
  const share = action === 'remove' ? await findShare(client, id) : null;
  if (share !== null) {
    await insertRemoval(client, {
      ...share,
      fileIds: [share.fileId],
      reasons: [`file that could not be scanned (${reason.replaceAll('_', ' ')})`],
      isEdit: false,
    });
  }
  return { isToBeTold: action !== 'keep', isToBeRemoved: share !== null };
}
