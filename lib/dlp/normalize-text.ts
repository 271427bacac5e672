/** A text as the patterns see it, with the way back to the offsets of the original. */
export type NormalText = {
  text: string;
  toOriginalStart: (offset: number) => number;
  toOriginalEnd: (offset: number) => number;
};

type Edit = { start: number; end: number; originalStart: number; originalEnd: number };

/** Everything but printable ASCII, tab and newline. */
const UNUSUAL = /[^\t\n\x20-\x7e]/;
const EACH_UNUSUAL = /[^\t\n\x20-\x7e]/gu;
const same = (offset: number) => offset;
const MAX_CACHED = 4096;
const cache = new Map<string, string>();

/**
 * Undoes what hides a value from a pattern: compatibility forms, foreign digits and dashes, invisible characters,
 * odd spaces and line ends. These are also the characters on which V8 and RE2 disagree.
 */
export function normalizeText(original: string): NormalText {
  if (!UNUSUAL.test(original)) return { text: original, toOriginalStart: same, toOriginalEnd: same };
  const edits: Edit[] = [];
  let text = '';
  let copied = 0;
  for (const { 0: char, index } of original.matchAll(EACH_UNUSUAL)) {
    const plain = char === '\r' && original[index + 1] === '\n' ? '' : plainFor(char);
    if (plain === char) continue;
    text += original.slice(copied, index);
    copied = index + char.length;
    edits.push({
      start: text.length,
      end: text.length + plain.length,
      originalStart: index,
      originalEnd: copied,
    });
    text += plain;
  }
  if (edits.length === 0) return { text: original, toOriginalStart: same, toOriginalEnd: same };
  return {
    text: text + original.slice(copied),
    toOriginalStart: (offset) => toOriginal(edits, offset, 'originalStart'),
    toOriginalEnd: (offset) => (offset === 0 ? 0 : toOriginal(edits, offset - 1, 'originalEnd')),
  };
}

/** Where the unit at `offset` begins or ends in the original; a whole character where it came from one. */
function toOriginal(edits: Edit[], offset: number, side: 'originalStart' | 'originalEnd'): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const edit = edits[low - 1];
  const unit = side === 'originalEnd' ? 1 : 0;
  if (edit === undefined) return offset + unit;
  return offset < edit.end ? edit[side] : edit.originalEnd + (offset - edit.end) + unit;
}

function plainFor(char: string): string {
  const known = cache.get(char);
  if (known !== undefined) return known;
  const plain = computePlain(char);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(char, plain);
  return plain;
}

/** Compatibility forms first: they unfold into characters that still have to be made plain. */
function computePlain(char: string): string {
  return Array.from(char.normalize('NFKC'), plainCharacter).join('');
}

function plainCharacter(char: string): string {
  if (/[\r\u0085\u2028\u2029]/.test(char)) return '\n';
  if (/[\v\p{Zs}]/u.test(char)) return ' ';
  if (/\p{Default_Ignorable_Code_Point}/u.test(char)) return '';
  if (/[\p{Pd}\u2212]/u.test(char)) return '-';
  return /\p{Nd}/u.test(char) ? String(digitOf(char)) : char;
}

/** Decimal digits of every script stand in runs of ten that begin with its zero. */
function digitOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
