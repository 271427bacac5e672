import { placeLabel } from '#lib/format/place-label.ts';

/** One text in a document: a key, a string, or a number written out. */
export type Place = {
  slot: number;
  inKey: boolean;
  /** The nearest name above the text; elements of a list stand under the list's name. */
  key: string | null;
  parentKey: string | null;
  /** For people; a key that was caught is named by what may be shown of it. */
  path: (shownKey?: string) => string;
};

/** Sees every text in order and may answer with another one. */
export type VisitText = (text: string, place: Place) => string;

type Level = {
  above: Level | null;
  label: string;
  key: string | null;
  parentKey: string | null;
  depth: number;
};
type Walk = { visit: VisitText; slot: number };

const { isRawJSON } = JSON as unknown as { isRawJSON(node: unknown): node is { rawJSON: string } };

/** Deeper documents are refused: `isTooDeep` recognises what is thrown. */
const MAX_DEPTH = 500;
const TOO_DEEP = new RangeError(`The document is nested more than ${MAX_DEPTH} levels deep`);

/**
 * Visits keys and values in one fixed order, so that a slot number means the same place in every walk over equal
 * documents. Gives back the document with the visitor's answers in it; what did not change is not copied.
 */
export function walkDocument(document: unknown, visit: VisitText): unknown {
  return walk({ visit, slot: 0 }, document, { above: null, label: '', key: null, parentKey: null, depth: 0 });
}

export function isTooDeep(error: unknown): boolean {
  return error === TOO_DEEP;
}

function walk(state: Walk, node: unknown, level: Level): unknown {
  if (level.depth > MAX_DEPTH) throw TOO_DEEP;
  if (typeof node === 'string') return visitText(state, node, { level, inKey: false });
  const digits = digitsOf(node);
  if (digits !== null) {
    const answer = visitText(state, digits, { level, inKey: false });
    return answer === digits ? node : answer;
  }
  if (Array.isArray(node)) return walkList(state, node, level);
  return typeof node === 'object' && node !== null ? walkObject(state, node, level) : node;
}

/** A number as text. What a double cannot hold arrives as raw JSON, with every digit. */
function digitsOf(node: unknown): string | null {
  if (typeof node === 'number') return Number.isFinite(node) ? String(node) : null;
  return isRawJSON(node) ? node.rawJSON : null;
}

function walkList(state: Walk, list: unknown[], above: Level): unknown[] {
  let changed = false;
  const answers = list.map((item, index) => {
    const level = { ...above, above, label: placeLabel(index), depth: above.depth + 1 };
    const answer = walk(state, item, level);
    changed ||= answer !== item;
    return answer;
  });
  return changed ? answers : list;
}

function walkObject(state: Walk, object: object, above: Level): object {
  let changed = false;
  const answers = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    // As in JSON text, which is how a document reaches the threads.
    if (value === undefined) continue;
    const level = { above, label: '', key, parentKey: above.key, depth: above.depth + 1 };
    const name = visitText(state, key, { level: above, inKey: true });
    level.label = placeLabel(name);
    const answer = walk(state, value, level);
    changed ||= name !== key || answer !== value;
    answers.set(freeName(answers, name), answer);
  }
  // `fromEntries` defines own properties: a key called `__proto__` stays a key.
  return changed ? Object.fromEntries(answers) : object;
}

function visitText(state: Walk, text: string, at: { level: Level; inKey: boolean }): string {
  const { level, inKey } = at;
  const slot = state.slot;
  state.slot += 1;
  const path = (shownKey = '') => (pathOf(level) + (inKey ? placeLabel(shownKey) : '')).replace(/^\./, '');
  return state.visit(text, { slot, inKey, key: level.key, parentKey: level.parentKey, path });
}

function pathOf(level: Level): string {
  return level.above === null ? '' : pathOf(level.above) + level.label;
}

/** Two keys that look alike once masked must not swallow each other. */
function freeName(taken: Map<string, unknown>, name: string): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name} (${count})`;
  return free;
}
