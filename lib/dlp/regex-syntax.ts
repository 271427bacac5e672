import { AppError } from '#lib/platform/errors.ts';
import { REFUSED, REFUSED_IN_CLASS, type RefusedConstruct } from './refused-constructs.ts';
import {
  NOTHING,
  neededShapes,
  type Shapes,
  shapesOfAtom,
  shapesOfChoice,
  shapesOfRepeat,
  shapesOfSequence,
} from './shapes.ts';

type Group = { name: string | null; minLength: number; repeated: boolean };

export type RegexFacts = {
  minLength: number;
  /** In UTF-16 units; Infinity when nothing bounds it. */
  maxLength: number;
  multiline: boolean;
  /** Uses `^` or `$`, so its result depends on where the text is cut. */
  anchored: boolean;
  groups: Group[];
  /** Of these shapes of digits and separators every match holds one; null when none are known. */
  shapes: readonly string[] | null;
};

type Size = { min: number; max: number };
type Part = Size & { shapes: Shapes };
type Cursor = { source: string; at: number; flags: string; facts: RegexFacts };

const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;
const MAX_REPEAT = 1000;

/** Reads a pattern that is about to be compiled; refuses the first construct that the two engines do not read alike. */
export function readRegex(source: string, flags: string): RegexFacts {
  const facts: RegexFacts = {
    minLength: 0,
    maxLength: 0,
    multiline: false,
    anchored: false,
    groups: [],
    shapes: null,
  };
  const cursor: Cursor = { source, at: 0, flags, facts };
  const size = readChoices(cursor);
  if (cursor.at < source.length) refuse(')', 'closes no group', 'put a backslash before it');
  return { ...facts, minLength: size.min, maxLength: size.max, shapes: neededShapes(size.shapes) };
}

function readChoices(cursor: Cursor): Part {
  const choices = [readSequence(cursor)];
  while (cursor.source[cursor.at] === '|') {
    cursor.at += 1;
    choices.push(readSequence(cursor));
  }
  return {
    min: Math.min(...choices.map(({ min }) => min)),
    max: Math.max(...choices.map(({ max }) => max)),
    shapes: shapesOfChoice(choices.map(({ shapes }) => shapes)),
  };
}

function readSequence(cursor: Cursor): Part {
  const size = { min: 0, max: 0 };
  const parts: Shapes[] = [];
  while (cursor.at < cursor.source.length && !'|)'.includes(cursor.source[cursor.at] ?? '')) {
    const start = cursor.at;
    const firstGroup = cursor.facts.groups.length;
    const atom = readAtom(cursor);
    const times = readQuantifier(cursor);
    if (times !== null) checkRepeat(cursor, { start, firstGroup, atom, times });
    size.min += atom.min * (times?.min ?? 1);
    size.max += atom.max === 0 ? 0 : atom.max * (times?.max ?? 1);
    parts.push(times === null ? atom.shapes : shapesOfRepeat(atom.shapes, times));
  }
  return { ...size, shapes: shapesOfSequence(parts) };
}

function checkRepeat(
  cursor: Cursor,
  part: { start: number; firstGroup: number; atom: Size; times: Size },
): void {
  const construct = cursor.source.slice(part.start, cursor.at);
  if (part.atom.min === 0) {
    refuse(
      construct,
      'repeats something that can match nothing',
      'let what is repeated match at least one character',
    );
  }
  if (part.times.max !== Infinity && part.times.max > MAX_REPEAT) {
    refuse(
      construct,
      `repeats more than ${MAX_REPEAT} times`,
      'use a smaller count, or leave it open as in {20,}',
    );
  }
  if (part.times.max > 1) {
    for (const group of cursor.facts.groups.slice(part.firstGroup)) group.repeated = true;
  }
}

function readQuantifier(cursor: Cursor): Size | null {
  const text = readWith(cursor, QUANTIFIER);
  if (text === null) return null;
  const again = readWith(cursor, QUANTIFIER);
  if (again !== null) refuse(text + again, 'repeats a repeat', 'keep one of the two');
  if (text[0] === '*') return { min: 0, max: Infinity };
  if (text[0] === '+') return { min: 1, max: Infinity };
  if (text[0] === '?') return { min: 0, max: 1 };
  const [least = '0', most = least] = text.replace(/[{}?]/g, '').split(',');
  return { min: Number(least), max: most === '' ? Infinity : Number(most) };
}

function readAtom(cursor: Cursor): Part {
  refuseAny(cursor, REFUSED);
  const char = cursor.source[cursor.at];
  if (char === '(') return readGroup(cursor);
  if (char === '[') return readOne(cursor, readClass(cursor));
  if (char === '^' || char === '$') {
    cursor.at += 1;
    cursor.facts.anchored = true;
    return { min: 0, max: 0, shapes: NOTHING };
  }
  if (readWith(cursor, /\\[bB]/y) !== null) return { min: 0, max: 0, shapes: NOTHING };
  const atom = readWith(cursor, /\\[pP]\{[^}]*\}|\\x[0-9a-fA-F]{2}|\\?[\s\S]/uy) ?? '';
  return readOne(cursor, atom);
}

function readGroup(cursor: Cursor): Part {
  const start = cursor.at;
  const opening = readWith(cursor, /\((?:\?:|\?<([A-Za-z_]\w*)>)?/y) ?? '(';
  if (cursor.source[cursor.at] === '?')
    refuse('(?', 'is not a known kind of group', 'use (?:…) or (?<name>…)');
  const group: Group | null =
    opening === '(?:' ? null : { name: opening.slice(3, -1) || null, minLength: 0, repeated: false };
  if (group !== null) cursor.facts.groups.push(group);
  const size = readChoices(cursor);
  if (cursor.source[cursor.at] !== ')') {
    refuse(cursor.source.slice(start, start + 20), 'is a group that is never closed', 'add the missing )');
  }
  cursor.at += 1;
  if (group !== null) group.minLength = size.min;
  return size;
}

function readClass(cursor: Cursor): string {
  const start = cursor.at;
  cursor.at += 1;
  while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== ']') {
    refuseAny(cursor, REFUSED_IN_CLASS);
    readWith(cursor, /\\?[\s\S]/uy);
  }
  if (cursor.source[cursor.at] !== ']') {
    refuse(cursor.source.slice(start, start + 20), 'is a class that is never closed', 'add the missing ]');
  }
  cursor.at += 1;
  return cursor.source.slice(start, cursor.at);
}

function readOne(cursor: Cursor, atom: string): Part {
  try {
    if (new RegExp(`^${atom}$`, `u${cursor.flags}`.replace('m', '')).test('\n'))
      cursor.facts.multiline = true;
  } catch {
    refuse(atom, 'is not understood by both engines', 'write it with plain characters, ranges and escapes');
  }
  return { min: 1, max: 2, shapes: shapesOfAtom(atom) };
}

function readWith(cursor: Cursor, sticky: RegExp): string | null {
  sticky.lastIndex = cursor.at;
  const found = sticky.exec(cursor.source)?.[0] ?? null;
  cursor.at += found?.length ?? 0;
  return found;
}

function refuseAny(cursor: Cursor, table: RefusedConstruct[]): void {
  for (const [construct, because, rewrite] of table) {
    const found = readWith(cursor, construct);
    if (found !== null) refuse(found, because, rewrite);
  }
}

function refuse(construct: string, because: string, rewrite: string): never {
  const message = `${construct} ${because}: ${rewrite}.`;
  throw new AppError('invalid', `The pattern cannot be used: ${message}`, {
    details: { errors: [{ path: 'regex', message }] },
  });
}
