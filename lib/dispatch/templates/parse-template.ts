import { nearest } from '#lib/platform/nearest.ts';
import { type Path, readPath, writePath } from '#lib/platform/path.ts';
import { type Argument, FILTERS } from './filters.ts';

type Call = { name: string; args: readonly Argument[] };
/** A value, from the document or written down, sent through filters. */
export type Expression = { start: { path: Path; at: number } | { value: Argument }; calls: readonly Call[] };
type Part = string | Expression;

/** What is wrong with a template, and how many characters stand before it. */
export type TemplateFault = { at: number; message: string };
export type ParsedTemplate = { parts: readonly Part[]; fault: TemplateFault | null };

const MAX_CALLS = 10;
const TEXT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/uy;
const NUMBER = /-?\d{1,15}(?:\.\d{1,15})?(?![\p{L}\p{N}_$@-])/uy;
const WORD = /(?:true|false|null)(?![\p{L}\p{N}_$@.[-])/uy;
const NAME = /[a-z_]+/iy;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
const WORDS: Readonly<Record<string, Argument>> = { true: true, false: false, null: null };

type Cursor = { readonly text: string; at: number; fault: TemplateFault | null };

const fail = (cursor: Cursor, message: string, at = cursor.at): null => {
  cursor.fault ??= { at, message };
  return null;
};

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found) cursor.at += found[0].length;
  return found;
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}

function takeSign(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor);
  if (!cursor.text.startsWith(sign, cursor.at)) return false;
  cursor.at += sign.length;
  skipSpace(cursor);
  return true;
}

/** A text in quotes, a number, or true, false or null; undefined when none of them stands here. */
function takeArgument(cursor: Cursor): Argument | undefined {
  const text = take(cursor, TEXT);
  if (text)
    return (text[1] ?? text[2] ?? '').replace(/\\(.)/gsu, (_all, sign: string) => ESCAPED[sign] ?? sign);
  const number = take(cursor, NUMBER);
  if (number) return Number(number[0]);
  const word = take(cursor, WORD);
  return word ? (WORDS[word[0]] as Argument) : undefined;
}

function takeStart(cursor: Cursor): Expression['start'] | null {
  const value = takeArgument(cursor);
  if (value !== undefined) return { value };
  const { at } = cursor;
  const read = readPath(cursor.text, at);
  if (!read) return fail(cursor, 'needs a path such as data.user.id, or a text in quotes');
  cursor.at = read.end;
  return { path: read.path, at };
}

function takeCall(cursor: Cursor): Call | null {
  const { at } = cursor;
  const name = take(cursor, NAME)?.[0];
  const names = Object.keys(FILTERS);
  if (name === undefined) return fail(cursor, `needs a filter after |: ${names.join(', ')}`);
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (!filter) {
    const meant = nearest(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
    return fail(cursor, `knows no filter ${name}: ${hint}`, at);
  }
  const args: Argument[] = [];
  if (takeSign(cursor, ':')) {
    do {
      const value = takeArgument(cursor);
      if (value === undefined) return fail(cursor, 'needs a text in quotes or a number here');
      args.push(value);
    } while (takeSign(cursor, ','));
  }
  const wrong = filter.check(args);
  return wrong === undefined ? { name, args } : fail(cursor, `${name} ${wrong}`, at);
}

/** What stands between the braces; the cursor is behind them afterwards. */
function takeExpression(cursor: Cursor): Expression | null {
  const openedAt = cursor.at - 2;
  skipSpace(cursor);
  const start = takeStart(cursor);
  const calls: Call[] = [];
  while (start && takeSign(cursor, '|')) {
    if (calls.length === MAX_CALLS) return fail(cursor, `takes at most ${MAX_CALLS} filters in a row`);
    const call = takeCall(cursor);
    if (!call) return null;
    calls.push(call);
  }
  if (!start) return null;
  if (cursor.text.startsWith('}}', cursor.at)) {
    cursor.at += 2;
    return { start, calls };
  }
  if (cursor.text[cursor.at] === '}') return fail(cursor, 'has one closing brace where two belong');
  if (cursor.at >= cursor.text.length)
    return fail(cursor, 'is opened by {{ and never closed by }}', openedAt);
  return fail(cursor, 'has something else here than | or }}');
}

/** Takes a text with `{{…}}` apart; after a fault nothing more is looked at. */
export function parseTemplate(text: string): ParsedTemplate {
  const cursor: Cursor = { text, at: 0, fault: null };
  const parts: Part[] = [];
  for (;;) {
    const open = text.indexOf('{{', cursor.at);
    if (open < 0) break;
    if (open > cursor.at) parts.push(text.slice(cursor.at, open));
    cursor.at = open + 2;
    const expression = takeExpression(cursor);
    if (!expression) return { parts, fault: cursor.fault };
    parts.push(expression);
  }
  if (cursor.at < text.length) parts.push(text.slice(cursor.at));
  return { parts, fault: null };
}

/** Names that a template may begin a path with; a list of what is inside where that is known. */
export type TemplateRoots = Readonly<Record<string, readonly string[] | null>>;

/** What is wrong with a text as a template over a document with these roots; null when nothing is. */
export function findTemplateFault(text: string, roots: TemplateRoots): TemplateFault | null {
  const { parts, fault } = parseTemplate(text);
  if (fault) return fault;
  for (const part of parts) {
    if (typeof part === 'string' || !('path' in part.start)) continue;
    const { path, at } = part.start;
    const message = rootFault(path, roots);
    if (message) return { at, message };
  }
  return null;
}

function rootFault(path: Path, roots: TemplateRoots): string | undefined {
  const [root, inside] = path.map(String);
  const known = Object.hasOwn(roots, root ?? '') ? roots[root ?? ''] : undefined;
  if (known === undefined) {
    const names = Object.keys(roots);
    return `knows no ${root}: did you mean ${nearest(root ?? '', names) ?? `data.${writePath(path)}`}?`;
  }
  if (known === null || inside === undefined || known.includes(inside)) return undefined;
  const meant = nearest(inside, known);
  return `knows no ${inside} in ${root}: ${meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${root}.${meant}?`}`;
}

/** "line 2, column 7", as an editor counts. */
export function placeIn(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
