import type { Match, ScanResult } from '#lib/dlp/match.ts';
import { replaceMatches } from '#lib/dlp/redact-document.ts';
import { scanDocuments } from '#lib/dlp/scan-documents.ts';
import { insertFindings } from '#lib/findings/repo.ts';
import { inPgTransaction, type PgClient } from '#lib/platform/db.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { insertSlackFiles } from '#lib/slack/file-repo.ts';
import {
  GAPS,
  JOINED_WITHIN_SECONDS,
  type Joined,
  type JoinedPart,
  joinMessages,
  type Spoken,
} from '#lib/slack/join-messages.ts';
import { filesOf } from '#lib/slack/message-content.ts';
import {
  finishMessage,
  markLeaking,
  selectAround,
  type TakenMessage,
  takeMessage,
} from '#lib/slack/message-repo.ts';
import { openContent } from '#lib/slack/message-secret.ts';
import { plainText } from '#lib/slack/plain-text.ts';
import { insertRemoval } from '#lib/slack/removal-repo.ts';
import type { SlackMessageState } from '#lib/slack/schema.ts';
import { type MessageText, SHOWN, textsOf } from '#lib/slack/segments.ts';
import { raiseNotice } from './raise-notice.ts';
import { takesAway } from './takes-away.ts';
import { keptMatches, toFindings } from './to-findings.ts';

const MAX_SHOWN = 4_000;

/** What is looked into: the texts of the message, behind them those around it, each by itself and then all together. */
type Looked = { texts: MessageText[]; spoken: Spoken[]; joins: Joined[] };

/** The message, and what its author wrote around it, itself among it. */
type Surrounded = { message: TakenMessage; around: TakenMessage[] };

function readMessage({ message, around }: Surrounded): Looked {
  const texts = textsOf(openContent(message));
  const spoken = around
    .map((one) => ({ id: one.id, text: plainText(openContent(one).text).text.trim() }))
    .filter(({ text }) => text !== '');
  if (spoken.length < 2) return { texts, spoken: [], joins: [] };
  return { texts, spoken, joins: GAPS.map((gap) => joinMessages(spoken, gap)) };
}

const segmentsOf = ({ texts, spoken, joins }: Looked): { text: string; place: string }[] => [
  ...texts,
  ...spoken.map(({ text }) => ({ text, place: 'around it' })),
  ...joins.map(({ text }) => ({ text, place: 'with the messages around it' })),
];

const sameValue = ({ patternId, canonical }: Match): string => `${patternId} ${canonical}`;

/** A message says the same thing several times, with and without its formatting: of equal values those in the first text count. */
function firstOfEach(matches: readonly Match[]): Match[] {
  const first = new Map<string, number>();
  for (const match of matches) {
    const key = sameValue(match);
    first.set(key, Math.min(first.get(key) ?? match.slot, match.slot));
  }
  return matches.filter((match) => first.get(sameValue(match)) === match.slot);
}

type Leaks = { own: Match[]; across: { match: Match; ids: string[] }[] };

/** Whether one of the messages says it alone, to that pattern: what follows it in the next one is no more of it. */
const isSaidAlone = (
  match: Match,
  parts: readonly JoinedPart[],
  alone: ReadonlyMap<string, Match[]>,
): boolean =>
  parts.some((part) =>
    alone.get(part.id)?.some((one) => {
      const [start, end] = [part.start + one.start, part.start + one.end];
      return one.patternId === match.patternId && start < match.end && end > match.start;
    }),
  );

/** In what was joined only that is new which no single message says. */
function sortMatches(matches: readonly Match[], { texts, spoken, joins }: Looked, id: string): Leaks {
  const alone = new Map<string, Match[]>(
    spoken.map((one, at) => [one.id, matches.filter(({ slot }) => slot === texts.length + at)]),
  );
  const own: Match[] = [];
  const across: Leaks['across'] = [];
  for (const match of firstOfEach(matches)) {
    if (match.slot < texts.length) own.push(match);
    const parts = joins[match.slot - texts.length - spoken.length]?.touched(match.start, match.end) ?? [];
    const ids = parts.map((part) => part.id);
    if (ids.length > 1 && ids.includes(id) && !isSaidAlone(match, parts, alone)) across.push({ match, ids });
  }
  return { own, across };
}

/** Without what PostgreSQL keeps in no text. */
const storable = (text: string): string => text.replaceAll('\0', ' ').toWellFormed();

/** What may be shown: nothing where something was caught in another reading of the same text, for its parts stand in this one. */
function shownText({ texts }: Looked, { own, across }: Leaks): string | null {
  const [shown] = texts;
  const isElsewhere = own.some(({ slot }) => slot !== SHOWN && !texts[slot]?.place.startsWith('files'));
  if (own.length + across.length === 0 || across.length > 0 || isElsewhere || !shown?.text) return null;
  const inShown = own.filter(({ slot }) => slot === SHOWN);
  return storable(replaceMatches(shown.text, inShown).slice(0, MAX_SHOWN));
}

const stateOf = ({ unscannable, truncated }: ScanResult, { own, across }: Leaks): SlackMessageState => {
  const matches = [...own, ...across.map(({ match }) => match)];
  if (matches.some(({ effect }) => effect !== 'none')) return 'leaking';
  return unscannable !== null || truncated ? 'unscannable' : 'clean';
};

async function writeLeaks(client: PgClient, id: string, { own, across }: Leaks): Promise<void> {
  const others = new Set(across.flatMap(({ ids }) => ids).filter((one) => one !== id));
  const findings = [id, ...others].flatMap((subject) =>
    toFindings({ kind: 'slack', id: subject }, [
      ...(subject === id ? own : []),
      ...across.filter(({ ids }) => ids.includes(subject)).map(({ match }) => match),
    ]),
  );
  await insertFindings(client, findings);
  await markLeaking(client, [...others]);
}

/** Asks for all messages to be removed that hold a part of what may not stand there. */
async function removeLeaking(
  client: PgClient,
  { own, across }: Leaks,
  { message, around }: Surrounded,
): Promise<void> {
  for (const one of around) {
    const matches = [
      ...(one.id === message.id ? own : []),
      ...across.filter(({ ids }) => ids.includes(one.id)).map(({ match }) => match),
    ].filter(takesAway);
    // What came by a job of the queue names no message that could be removed.
    if (matches.length === 0 || one.ts === '') continue;
    const names = [...new Set(matches.map(({ patternName }) => patternName))];
    await insertRemoval(client, {
      ...one,
      messageId: one.id,
      fileIds: [],
      reasons: names.map((name) => `message containing ${name}`),
      isEdit: /^[^#]/.test(one.revision),
    });
  }
}

async function tellUnscannable(client: PgClient, id: string): Promise<void> {
  await raiseNotice(client, {
    name: 'slack.unscannable',
    title: 'A message in Slack could not be scanned to its end',
    key: 'slack.unscannable',
    link: `/slack?open=${id}`,
    data: { message_id: id },
  });
}

/**
 * Looks into a message, alone and together with what its author wrote around it, and writes what was found with its state
 * in one commit. One that was scanned, or that another worker has finished meanwhile, is passed over.
 */
export async function scanSlackMessage(id: string): Promise<void> {
  const message = await takeMessage(id);
  if (message === null) return;
  const around = await selectAround(message, JOINED_WITHIN_SECONDS);
  const surrounded = { message, around: [message, ...around.filter((one) => one.id !== id)] };
  const looked = readMessage({ message, around });
  const fileIds = filesOf(openContent(message)).map((file) => file.id);
  const subject = { kind: 'slack' as const, channel: message.channelId };
  const { results } = await scanDocuments([{ subject, segments: segmentsOf(looked) }]);
  const result = results[0] as ScanResult;
  const leaks = sortMatches(keptMatches(result), looked, id);
  const state = stateOf(result, leaks);
  await inPgTransaction(async (client) => {
    if (!(await finishMessage(client, { id, state, maskedText: shownText(looked, leaks) }))) return;
    await writeLeaks(client, id, leaks);
    await removeLeaking(client, leaks, surrounded);
    await insertSlackFiles(client, message, fileIds);
    if (state === 'unscannable') await tellUnscannable(client, id);
  });
  // Every half second counts as long as people can read it.
  if (state === 'leaking') wakeWorkers('remediate-slack');
  if (fileIds.length > 0) wakeWorkers('fetch-slack-file');
}
