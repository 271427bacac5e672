/** A text as people read it in Slack, and where its links lead. */
export type PlainText = { text: string; targets: string[] };

/** https://docs.slack.dev/messaging/formatting-message-text: everything special stands in angle brackets. */
const MARKUP = /<((?:[@#!]|[a-z][a-z\d+.-]*:)[^<>|]*)(?:\|([^<>]*))?>/gi;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (found) => ENTITIES[found] ?? found);
const bare = (target: string): string => target.replace(/^(?:mailto|tel):/i, '');

function labelled(target: string, label: string | undefined, targets: string[]): string {
  // Names of people, channels and groups, and what is said to everybody.
  if (/^[@#!]/.test(target)) return label ?? target;
  const plain = bare(target);
  const shown = label ?? plain;
  if (shown !== plain) targets.push(unescaped(plain));
  return shown;
}

/** Undoes Slack's markup. A link's target that its label does not say stands among the targets. */
export function plainText(text: string): PlainText {
  const targets: string[] = [];
  const read = text.replace(MARKUP, (_, target: string, label?: string) => labelled(target, label, targets));
  return { text: unescaped(read), targets };
}

/** The same without the signs that make words bold, slanted, struck or code: one between digits splits a number. */
export const withoutMarks = (text: string): string => text.replace(/[*_~`]/g, '');
