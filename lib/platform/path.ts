/** The way to a place inside a document: names of members, and indexes of lists. */
export type Path = readonly (string | number)[];

const NAME = /[\p{L}\p{N}_$@-]+/uy;
const INDEX = /\[(\d{1,9})\]/y;
const QUOTED = /\["((?:[^"\\]|\\["\\])*)"\]/y;
const MAX_PARTS = 64;

function read(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Reads a path at a place of a text: `category`, `data.items[0].sku`, `data["any key"]`. Answers where it ends; null
 * when none begins there.
 */
export function readPath(text: string, from: number): { path: Path; end: number } | null {
  const first = read(NAME, text, from);
  if (!first) return null;
  const path: (string | number)[] = [first[0]];
  let end = from + first[0].length;
  while (path.length < MAX_PARTS) {
    const name = text[end] === '.' ? read(NAME, text, end + 1) : null;
    const index = read(INDEX, text, end);
    const quoted = read(QUOTED, text, end);
    if (name) path.push(name[0]);
    else if (index) path.push(Number(index[1]));
    else if (quoted) path.push((quoted[1] ?? '').replace(/\\(["\\])/g, '$1'));
    else break;
    end += name ? 1 + name[0].length : (index ?? quoted ?? [''])[0].length;
  }
  return { path, end };
}

/** The path that a text is as a whole; null when it is none. */
export function parsePath(text: string): Path | null {
  const read = readPath(text, 0);
  return read?.end === text.length ? read.path : null;
}

const PLAIN_NAME = /^[\p{L}\p{N}_$@-]+$/u;

/** A path as it is written. */
export function writePath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!PLAIN_NAME.test(part)) return `${text}["${part.replace(/["\\]/g, '\\$&')}"]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

const isRawJson = (JSON as unknown as { isRawJSON?: (value: unknown) => boolean }).isRawJSON;

/** The digits of a number that a double cannot hold; null for any other value. */
export function longNumber(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !isRawJson?.(value)) return null;
  return (value as { rawJSON: string }).rawJSON;
}

const INDEX_NAME = /^(?:0|[1-9]\d{0,8})$/;

function memberOf(at: unknown, part: string | number): unknown {
  if (typeof at !== 'object' || at === null || longNumber(at) !== null) return undefined;
  if (Array.isArray(at) && typeof part === 'string' && !INDEX_NAME.test(part)) return undefined;
  return Object.hasOwn(at, part) ? (at as Record<string | number, unknown>)[part] : undefined;
}

/** What stands there: only what the document itself holds, lists by their indexes alone; undefined for nothing. */
export const valueAt = (document: unknown, path: Path): unknown => path.reduce<unknown>(memberOf, document);
