import { formatPath, joinPath } from '#lib/format/field-path.ts';
import { AppError } from './errors.ts';

const MAX_DEPTH = 64;

// Only then can a number lose digits or range in a double: 15 digits always fit, and a point may stand among them.
const LONG_NUMBER = /\d[\d.]{15}|\d[eE]/;

type RawJson = {
  parse(text: string, reviver: (key: string, value: unknown, at: { source?: string }) => unknown): unknown;
};
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(source: string): object;
  isRawJSON(value: unknown): boolean;
};

const longNumbers =
  (write: (source: string) => unknown): Parameters<RawJson['parse']>[1] =>
  (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && !isExact(value, source) ? write(source) : value;

/** Whether the double means the number that was written: `1.50` does, `9007199254740993` does not. */
function isExact(value: number, source: string): boolean {
  const short = String(value);
  return short === source || (Number.isFinite(value) && meaningOf(short) === meaningOf(source));
}

/** The digits that count and their exponent; the sign is the same in both forms. */
function meaningOf(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  let first = 0;
  let end = digits.length;
  while (first < end && digits[first] === '0') first++;
  while (end > first && digits[end - 1] === '0') end--;
  if (first === end) return '0';
  return `${digits.slice(first, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}

/** A number that a double cannot hold keeps its digits and is written out again as it came. */
const keepDigits = longNumbers(rawJSON);
const digitsAsText = longNumbers((source) => source);

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
    else if (code === 34) {
      do {
        i = text.indexOf('"', i + 1);
      } while (isEscaped(text, i));
    }
  }
  return keys;
}

function isEscaped(text: string, quoteAt: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quoteAt - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
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
  if (value === null || typeof value !== 'object' || isRawJSON(value)) return 0;
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
      let end = i;
      do {
        end = text.indexOf('"', end + 1);
      } while (isEscaped(text, end));
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
 * Parses content from outside, stricter than `JSON.parse`: repeated keys, U+0000, lone surrogates (PostgreSQL keeps
 * neither) and nesting beyond 64 levels are refused. A number that a double cannot hold keeps its digits, in an
 * object that only `JSON.stringify` knows what to do with.
 * @throws AppError `bad_request` with the path of the fault.
 */
export function parseExactJson(text: string): unknown {
  let value: unknown;
  try {
    value = parseStoredJson(text);
  } catch (error) {
    throw new AppError('bad_request', `The body is not JSON: ${faultInWords(error)}`, {
      cause: error,
      details: { errors: [{ path: '', message: 'is not JSON' }] },
    });
  }
  const keys = checkValue(value, '', 0);
  if (countKeysInText(text) !== keys) refuse('stands twice in the same object', findRepeatedKey(text));
  return value;
}

/** The same for settings, queries and tokens, whose numbers are reckoned with: every one is a double. */
export function parseJson(text: string): unknown {
  const value = parseExactJson(text);
  return LONG_NUMBER.test(text) ? JSON.parse(text) : value;
}

/** Parses what is stored with numbers that a double cannot hold as text: no digit is lost to whoever looks for digits. */
export function parseStoredJsonAsText(text: string): unknown {
  return LONG_NUMBER.test(text) ? (JSON as RawJson).parse(text, digitsAsText) : JSON.parse(text);
}

/** Parses JSON that this product stored itself: checked before, so only long numbers need care. */
export function parseStoredJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? (JSON as RawJson).parse(text, keepDigits) : JSON.parse(text);
}

/** The engine's words up to the quoted input: what was sent may hold a secret. */
function faultInWords(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown fault';
  return message
    .replace(/(,\s*)?(\.\.\.)?".*$/s, '')
    .replace(/Unexpected token .*/s, 'unexpected character')
    .trim();
}
