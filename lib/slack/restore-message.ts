import type { WebClient } from '@slack/web-api';
import type { Adapter } from './adapters/adapter.ts';
import { type Outcome, outcomeOf, unlessAlready } from './carry-out.ts';
import type { MessageContent } from './message-content.ts';
import { postNote } from './post-note.ts';
import { type Action, confirmState, type Removal } from './removal-repo.ts';
import { sentAtMs } from './sent-at.ts';
import { slackFault } from './slack-fault.ts';
import { repost } from './words.ts';

export type RestoreTools = {
  /** The one that hid it. */
  adapter: Adapter;
  bot: WebClient;
  /** What the message said; null once it was forgotten. */
  content: MessageContent | null;
};

/** What is already as it should be. */
const SHOWN = ['not_tombstoned', 'message_not_tombstoned', 'file_not_tombstoned'];

/** As it was, in its place. */
async function uncover(removal: Removal, show: NonNullable<Adapter['show']>): Promise<Action> {
  await unlessAlready(SHOWN, () => show.message({ channel: removal.channelId, ts: removal.ts }));
  for (const file of removal.filesGone) await unlessAlready(SHOWN, () => show.file(file));
  return { kind: 'restored', detail: 'Restored as it was' };
}

/** Deleted is deleted: the bot says what it said, and whose it was. */
async function sayAgain(removal: Removal, bot: WebClient, { text }: MessageContent): Promise<Action> {
  const { userId, channelId, threadTs, ts } = removal;
  await postNote(bot, removal, {
    kind: 'restored',
    to: { channel: channelId, threadTs: threadTs ?? undefined },
    text: repost({ userId, sentAtSeconds: Math.floor(sentAtMs(ts) / 1_000), text }),
  });
  return {
    kind: 'restored',
    detail: 'Put back by the bot with its author named; its place, reactions, formatting and files are lost',
  };
}

/** Lets people read a message again that was taken away by mistake. */
export async function restoreMessage(
  removal: Removal,
  { adapter, bot, content }: RestoreTools,
): Promise<Outcome> {
  try {
    if (adapter.show === null && content === null) {
      return { kind: 'stopped', state: 'failed', reason: 'text_forgotten' };
    }
    const action = adapter.show
      ? await uncover(removal, adapter.show)
      : await sayAgain(removal, bot, content as MessageContent);
    await confirmState(removal, { state: 'restored', adapter: adapter.name }, [action]);
    return { kind: 'done' };
  } catch (error) {
    return outcomeOf(slackFault(error), removal.attempts);
  }
}
