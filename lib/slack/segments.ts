import { isJson, type Json, type MessageContent, textAt } from './message-content.ts';
import { plainText, withoutMarks } from './plain-text.ts';

/** A text of a message that is looked into by itself. */
export type MessageText = {
  text: string;
  /** For people: `text`, `attachments[0].fields[1].value`. */
  place: string;
  key?: string;
};

/** The text of the message comes first: what is shown of it is made from this one. */
export const SHOWN = 0;

/** What names things and says nothing. */
const NAMES = new Set([
  ...['type', 'block_id', 'action_id', 'id', 'style', 'color', 'ts', 'user_id', 'channel_id', 'team_id'],
  ...['usergroup_id', 'emoji', 'unicode', 'mimetype', 'filetype', 'pretty_type', 'mode', 'user', 'user_team'],
  ...['file_access', 'timestamp', 'image_url', 'thumb_url', 'permalink', 'permalink_public', 'url_private'],
  ...['url_private_download', 'edit_link', 'deanimate_gif', 'deanimate'],
]);
/** The same content again and again: small pictures of files. */
const isName = (key: string): boolean => NAMES.has(key) || /^thumb_|^original_/.test(key);

type Found = (text: MessageText) => void;

function add(found: Found, raw: string, at: Omit<MessageText, 'text'>): void {
  const { text, targets } = plainText(raw);
  if (text.trim() !== '') found({ ...at, text });
  for (const target of targets) found({ ...at, place: `${at.place} link`, text: target });
}

/** Runs of one section in one piece: bold in the middle of a number makes several of it. */
function addRuns(found: Found, elements: readonly unknown[], place: string): void {
  const runs = elements.filter(isJson);
  const said = runs.map((run) => textAt(run, 'text') ?? textAt(run, 'url') ?? spoken(run));
  if (said.join('').trim() !== '') found({ text: said.join(''), place });
  for (const run of runs) {
    const url = textAt(run, 'url');
    const label = textAt(run, 'text');
    if (url !== null && label !== null && url !== label) found({ text: url, place: `${place} link` });
  }
}

/** A line break between what cannot be read as one word. */
const spoken = ({ type }: Json): string => (type === 'text' ? '' : ' ');

const RUNS = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

function walk(found: Found, node: unknown, at: Omit<MessageText, 'text'>): void {
  if (typeof node === 'string') add(found, node, at);
  else if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) walk(found, item, { ...at, place: `${at.place}[${index}]` });
  } else if (isJson(node)) walkObject(found, node, at);
}

function walkObject(found: Found, node: Json, at: Omit<MessageText, 'text'>): void {
  if (RUNS.has(String(node.type)) && Array.isArray(node.elements)) {
    addRuns(found, node.elements, at.place);
    return;
  }
  // The title of a field says what its value is.
  const title = textAt(node, 'title');
  for (const [key, value] of Object.entries(node)) {
    if (isName(key)) continue;
    const under = key === 'value' && title !== null ? title : key;
    walk(found, value, { place: `${at.place}.${key.replaceAll('\0', ' ').toWellFormed()}`, key: under });
  }
}

/** Every text of a message that somebody may read, each with its place; the first is the one that is shown. */
export function textsOf({ text, blocks, attachments, files }: MessageContent): MessageText[] {
  const texts: MessageText[] = [];
  const found: Found = (one) => texts.push(one);
  const { text: plain, targets } = plainText(text);
  found({ text: plain, place: 'text' });
  const unmarked = withoutMarks(plain);
  if (unmarked !== plain) found({ text: unmarked, place: 'text without formatting' });
  for (const target of targets) found({ text: target, place: 'text link' });
  walk(found, blocks, { place: 'blocks' });
  walk(found, attachments, { place: 'attachments' });
  walk(found, files, { place: 'files' });
  return texts;
}
