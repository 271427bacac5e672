import type { Match } from '#lib/dlp/match.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { findShare } from '#lib/slack/file-repo.ts';
import { markLeaking } from '#lib/slack/message-repo.ts';
import { insertRemoval } from '#lib/slack/removal-repo.ts';
import { takesAway } from './takes-away.ts';

/** Where a file that leaks was shared in Slack, asks for it and its message to be removed, and says so; elsewhere nothing is done. */
export async function removeLeakingFile(
  client: PgClient,
  id: string,
  matches: readonly Match[],
): Promise<boolean> {
  const share = await findShare(client, id);
  if (share === null) return false;
  if (matches.some(({ effect }) => effect !== 'none')) await markLeaking(client, [share.messageId]);
  const names = new Set(matches.filter(takesAway).map(({ patternName }) => patternName));
  if (names.size === 0) return false;
  await insertRemoval(client, {
    ...share,
    fileIds: [share.fileId],
    reasons: [...names].map((name) => `file containing ${name}`),
    // One that was put back is taken away again for what somebody wrote into it since.
    isEdit: share.revision !== '',
  });
  return true;
}
