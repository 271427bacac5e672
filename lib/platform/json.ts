import { formatPath, joinPath } from '#lib/format/field-path.ts';
import { compareDecimals } from './decimal.ts';
import { AppError } from './errors.ts';
import { eachLongNumber, endOfString } from './json-numbers.ts';

const MAX_DEPTH = 64;

// Only then can a number lose digits or range in a double: 15 digits always fit, and a point may stand among them.
const LONG_NUMBER = /\d[\d.]{15}|\d[eE]/;

const { rawJSON } = JSON as unknown as { rawJSON(source: string): object };

/** Half a surrogate pair, which no text that is taken or stored holds, in front of the digits of a number. */
const MARK = 0xd800;
const isMarked = (text: string): boolean => text.charCodeAt(0) === MARK && !(text.charCodeAt(1) >= 0xdc00);

/** With no more than 15 digits and such an exponent a number is always what the nearest double is written as. */
const SHORT = /^-?[\d.]{1,15}[eE][+-]?\d{1,2}$/;

/** Whether the double means the number that was written: `1.50` does, `9007199254740993` does not. */
function isExact(source: string): boolean {
  if (SHORT.test(source)) return true;
  const value = Number(source);
  const short = String(value);
  return short === source || (Number.isFinite(value) && compareDecimals(short, source) === 0);
}

/** The text with every number that a double cannot hold as a marked string; null when there is none. */
function markLongNumbers(text: string): string | null {
  if (!LONG_NUMBER.test(text)) return null;
  const parts: string[] = [];
  let from = 0;
  eachLongNumber(text, (source, start) => {
    if (isExact(source)) return;
    parts.push(text.slice(from, start), '"\\ud800', source, '"');
    from = start + source.length;
  });
  return from === 0 ? null : parts.join('') + text.slice(from);
}

type WriteNumber = (source: string) => unknown;

/** Puts what `write` makes of them in the place of the marked numbers, all the way down. */
function unmark(value: unknown, write: WriteNumber): unknown {
  if (typeof value === 'string') {
    return isMarked(value) ? write(value.slice(1)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = unmark(value[i], write);
    return value;
  }
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members)) members[key] = unmark(members[key], write);
  return value;
}

/** A number that a double cannot hold becomes what `write` makes of its digits. Nesting has to be known to end soon. */
function parseWithDigits(text: string, write: WriteNumber, plain: () => unknown): unknown {
  const marked = markLongNumbers(text);
  return marked === null ? plain() : unmark(JSON.parse(marked), write);
}

type Scan = { objects: Set<string>[]; path: (string | number)[] };

const refuse = (message: string, path = ''): never => {
  throw new AppError('bad_request', `${path === '' ? 'The body' : path} ${message}.`, {
    details: { errors: [{ path, message }] },
  });
};

/** Keys in the text, counted as the colons outside strings: more of them than the parsed value has means a repeat. */
function countKeysInText(text: string): number {
  let keys = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 58) keys++;
    else if (code === 34) i = endOfString(text, i);
  }
  return keys;
}

const NOT_STORABLE = /\0/;

function checkText(text: string, path: string): void {
  if (NOT_STORABLE.test(text)) refuse('holds the character U+0000', path);
  if (!text.isWellFormed()) refuse('holds half of a surrogate pair', path);
}

function checkValue(value: unknown, path: string, depth: number): number {
  if (typeof value === 'string') {
    checkText(value, path);
    return 0;
  }
  if (value === null || typeof value !== 'object') return 0;
  if (depth > MAX_DEPTH) refuse(`is nested deeper than ${MAX_DEPTH} levels`, path);
  let keys = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (item !== null && (typeof item === 'object' || typeof item === 'string')) {
        keys += checkValue(item, joinPath(path, i), depth + 1);
      }
    }
    return keys;
  }
  for (const key of Object.keys(value)) {
    checkText(key, path);
    const item = (value as Record<string, unknown>)[key];
    keys++;
    if (item !== null && (typeof item === 'object' || typeof item === 'string')) {
      keys += checkValue(item, joinPath(path, key), depth + 1);
    }
  }
  return keys;
}

/** Keys of all objects inside; not a number where they are nested too deep. */
function countKeys(value: unknown, depth: number): number {
  if (value === null || typeof value !== 'object') return 0;
  if (depth > MAX_DEPTH) return Number.NaN;
  const items = Array.isArray(value) ? value : Object.values(value);
  let keys = Array.isArray(value) ? 0 : items.length;
  for (const item of items) if (typeof item === 'object') keys += countKeys(item, depth + 1);
  return keys;
}

/** Whether nothing is to be found fault with, told without a look at each text: an escape alone could hide what is refused. */
const isPlainlySound = (text: string, value: unknown): boolean =>
  !text.includes('\\u') && text.isWellFormed() && countKeys(value, 0) === countKeysInText(text);

/** The path of the first key that an object holds twice; only called when there is one. */
function findRepeatedKey(text: string): string {
  const scan: Scan = { objects: [], path: [] };
  const stack: ('object' | 'array')[] = [];
  let expectKey = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '{') {
      stack.push('object');
      scan.objects.push(new Set());
      scan.path.push('');
      expectKey = true;
    } else if (char === '[') {
      stack.push('array');
      scan.path.push(0);
      expectKey = false;
    } else if (char === '}' || char === ']') {
      if (stack.pop() === 'object') scan.objects.pop();
      scan.path.pop();
      expectKey = false;
    } else if (char === ',') {
      expectKey = stack.at(-1) === 'object';
      const last = scan.path.at(-1);
      if (typeof last === 'number') scan.path[scan.path.length - 1] = last + 1;
    } else if (char === '"') {
      const end = endOfString(text, i);
      if (expectKey) {
        const key = JSON.parse(text.slice(i, end + 1)) as string;
        scan.path[scan.path.length - 1] = key;
        const seen = scan.objects.at(-1);
        if (seen?.has(key)) return formatPath(scan.path);
        seen?.add(key);
        expectKey = false;
      }
      i = end;
    }
  }
  return '';
}

/**
 * Parses settings, queries and tokens from outside, stricter than `JSON.parse`: repeated keys, U+0000, lone surrogates
 * (PostgreSQL keeps neither) and nesting beyond 64 levels are refused. Every number is a double: it is reckoned with.
 * @throws AppError `bad_request` with the path of the fault.
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('bad_request', `The body is not JSON: ${faultInWords(error)}`, {
      cause: error,
      details: { errors: [{ path: '', message: 'is not JSON' }] },
    });
  }
  if (isPlainlySound(text, value)) return value;
  const keys = checkValue(value, '', 0);
  if (countKeysInText(text) !== keys) refuse('stands twice in the same object', findRepeatedKey(text));
  return value;
}

/**
 * The same for content: a number that a double cannot hold keeps its digits, in an object that only `JSON.stringify`
 * knows what to do with.
 */
export function parseExactJson(text: string): unknown {
  const value = parseJson(text);
  return parseWithDigits(text, rawJSON, () => value);
}

/** Parses what is stored with numbers that a double cannot hold as text: no digit is lost to whoever looks for digits. */
export function parseStoredJsonAsText(text: string): unknown {
  return parseWithDigits(
    text,
    (source) => source,
    () => JSON.parse(text),
  );
}

/** Both readings of what is stored; without a number that a double cannot hold they are one and the same. */
export function parseStoredJsonTwice(text: string): { exact: unknown; asText: unknown } {
  const asText = parseStoredJsonAsText(text);
  return { asText, exact: LONG_NUMBER.test(text) ? parseStoredJson(text) : asText };
}

/** Parses JSON that this product stored itself: checked before, so only long numbers need care. */
export function parseStoredJson(text: string): unknown {
  return parseWithDigits(text, rawJSON, () => JSON.parse(text));
}

/** The engine's words up to the quoted input: what was sent may hold a secret. */
function faultInWords(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown fault';
  return message
    .replace(/(,\s*)?(\.\.\.)?".*$/s, '')
    .replace(/Unexpected token .*/s, 'unexpected character')
    .trim();
}
