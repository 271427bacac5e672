import type { WebClient } from '@slack/web-api';
import type { Adapter } from './adapters/adapter.ts';
import { type Outcome, outcomeOf, unlessAlready } from './carry-out.ts';
import { type NoteTo, postNote } from './post-note.ts';
import { type Action, confirmState, noteFileGone, noteMessageGone, type Removal } from './removal-repo.ts';
import { slackFault } from './slack-fault.ts';
import { askAuthor, askInThread, blockedForAuthor, blockedNotice } from './words.ts';

export type Tools = {
  adapter: Adapter;
  bot: WebClient;
  /** Somebody may have to know that a note could not be written. */
  warn: (what: string, reason: string) => void;
};

const MESSAGE_GONE = ['message_not_found', 'already_tombstoned', 'message_already_tombstoned'];
const FILE_GONE = ['file_not_found', 'file_deleted', 'already_tombstoned', 'file_already_tombstoned'];

/** Message and files, each noted once Slack has confirmed it: whoever is killed goes on where he was. */
async function hide(removal: Removal, { adapter }: Tools): Promise<void> {
  const { id, channelId: channel, ts } = removal;
  if (removal.messageGoneAt === null) {
    await unlessAlready(MESSAGE_GONE, () => adapter.hideMessage({ channel, ts }));
    await noteMessageGone(id);
  }
  for (const file of removal.fileIds.filter((one) => !removal.filesGone.includes(one))) {
    await unlessAlready(FILE_GONE, () => adapter.hideFile(file));
    await noteFileGone(id, file);
  }
}

const threadOf = ({ channelId, threadTs }: Removal): NoteTo => ({
  channel: channelId,
  threadTs: threadTs ?? undefined,
});

async function directTo(bot: WebClient, userId: string): Promise<NoteTo> {
  const { channel } = await bot.conversations.open({ users: userId });
  return { channel: channel?.id ?? userId };
}

const isPassing = (error: unknown): boolean => slackFault(error).again;

/** Notes are for people: one that Slack refuses for good takes nothing back of what was done. */
async function tolerated(warn: Tools['warn'], what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isPassing(error)) throw error;
    warn(what, slackFault(error).reason);
  }
}

async function tellAll(removal: Removal, { adapter, bot, warn }: Tools): Promise<void> {
  const { userId, channelId, reasons } = removal;
  if (adapter.leavesGap) {
    await tolerated(warn, 'notice', () =>
      postNote(bot, removal, { kind: 'notice', to: threadOf(removal), text: blockedNotice(userId) }),
    );
  }
  if (userId === null) return;
  await tolerated(warn, 'direct message', async () => {
    if (removal.notes.author?.ts !== undefined) return;
    const to = await directTo(bot, userId);
    await postNote(bot, removal, { kind: 'author', to, text: blockedForAuthor(channelId, reasons) });
  });
}

async function linkTo(bot: WebClient, { channelId: channel, ts }: Removal): Promise<string | null> {
  try {
    return (await bot.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
  } catch (error) {
    if (isPassing(error)) throw error;
    return null;
  }
}

/** In a direct message, or else in the thread of the message. */
async function ask(removal: Removal, { bot, warn }: Tools): Promise<void> {
  const { userId, channelId, reasons } = removal;
  try {
    if (userId === null) throw new Error('nobody to write to');
    const [to, link] = [await directTo(bot, userId), await linkTo(bot, removal)];
    await postNote(bot, removal, { kind: 'author', to, text: askAuthor(link, channelId, reasons) });
  } catch (error) {
    if (userId !== null && isPassing(error)) throw error;
    const to = { channel: channelId, threadTs: removal.threadTs ?? removal.ts };
    await tolerated(warn, 'thread note', () =>
      postNote(bot, removal, { kind: 'notice', to, text: askInThread(userId) }),
    );
  }
}

const blocked = ({ reasons }: Removal): Action[] =>
  reasons.map((reason) => ({ kind: 'blocked', detail: `Blocked ${reason}` }));

async function carryOut(removal: Removal, tools: Tools): Promise<void> {
  const { hides, name } = tools.adapter;
  if (hides === null) {
    await ask(removal, tools);
    const asked: Action = { kind: 'asked', detail: 'Asked the author to delete it' };
    await confirmState(removal, { state: 'asked', adapter: name }, [asked]);
    return;
  }
  await hide(removal, tools);
  // Only now: Slack has confirmed all of it.
  await confirmState(removal, { state: hides, adapter: name }, blocked(removal));
  await tellAll(removal, tools);
}

/** Takes a message out of sight, or asks its author to, and tells whom it concerns. */
export async function removeMessage(removal: Removal, tools: Tools): Promise<Outcome> {
  try {
    await carryOut(removal, tools);
    return { kind: 'done' };
  } catch (error) {
    return outcomeOf(slackFault(error), removal.attempts);
  }
}
