import type { Message } from '../destination.ts';
import { cut, fillText } from './fill-text.ts';

/** Of a section of text, in Slack's Block Kit; a message takes at most 50 blocks. */
const MAX_SECTION = 3_000;
/** More in all is refused as msg_blocks_too_long; it would be no message to read either. */
const MAX_TEXT = 12_000;

/** The three signs that Slack reads as its own; it wants no other escaped. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Where a text may be parted at or before `max`: behind a line, else between two characters and never inside `&amp;`. */
function partingAt(text: string, max: number): number {
  const line = text.lastIndexOf('\n', max - 1);
  if (line >= max / 2) return line + 1;
  const entity = text.lastIndexOf('&', max - 1);
  const isTorn = entity >= 0 && max - entity < 5 && text.indexOf(';', entity) >= max;
  const at = isTorn ? entity : max;
  return /[\uD800-\uDBFF]$/.test(text.slice(0, at)) ? at - 1 : at;
}

/** The text in pieces of at most so many characters. */
export function partText(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const at = partingAt(rest, max);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at);
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

const shortened = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, partingAt(text, max - 1)).trimEnd()}…`;

export type SlackMessage = {
  /** For notifications and readers without blocks. */
  text: string;
  blocks: readonly object[];
  unfurl_links: false;
  unfurl_media: false;
};

/** The text in sections, and below it what tells the event. */
export function composeSlack(template: string, message: Message): SlackMessage {
  const { event } = message;
  const text = shortened(fillText(template, message, escapeSlack), MAX_TEXT);
  const sections = partText(text, MAX_SECTION).map((part) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: part },
  }));
  const facts = [event.category, event.severity, event.verdict, event.timestamp, event.id];
  const told = facts.filter((fact) => fact !== null).map((fact) => cut(fact, 200));
  return {
    text: shortened(text, MAX_SECTION),
    blocks: [
      ...sections,
      { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlack(told.join(' · ')) }] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}
