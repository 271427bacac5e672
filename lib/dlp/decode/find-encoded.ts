import { bytesToText, canBeginText } from './bytes-to-text.ts';

/** A stretch of a text that says something else once it is decoded. */
export type Encoded = { start: number; end: number; encoding: Encoding; text: string };
type Encoding = 'base64' | 'hex' | 'percent' | 'escapes';

/** Of a run of base64 or hex digits. Shorter ones are words. */
const MIN_RUN = 20;
/** A run this long holds a character at every such step, so that most of a text need not be looked at. */
const STEP = 16;
const MIN_ESCAPES = 2;
const MAX_REACH = 4_096;

const DIGIT = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  DIGIT[char.charCodeAt(0)] = 1;
}
const isDigit = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit < 128 && DIGIT[unit] === 1;
};

/** Every stretch that decodes to readable text, by place: base64 and its URL form, hex, percent signs, \u and \x escapes. */
export function findEncoded(text: string): Encoded[] {
  const found: Encoded[] = [];
  if (text.length >= MIN_RUN) findRuns(text, found);
  if (text.includes('%')) findEscapes(text, PERCENT, found);
  if (text.includes('\\u') || text.includes('\\x')) findEscapes(text, BACKSLASH, found);
  return found;
}

function findRuns(text: string, found: Encoded[]): void {
  for (let at = STEP - 1; at < text.length; ) {
    if (!isDigit(text, at)) {
      at += STEP;
      continue;
    }
    let start = at;
    while (start > 0 && isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (end < text.length && isDigit(text, end)) end += 1;
    decodeTrimmed(text, { start, end }, found);
    // A later run of that length cannot end before here.
    at = end + STEP;
  }
}

/** A sign at either end may belong to what stands beside: a path, or UTF-7, where + and - enclose base64 of UTF-16. */
function decodeTrimmed(text: string, { start, end }: { start: number; end: number }, found: Encoded[]): void {
  let first = start;
  while (end - first >= MIN_RUN) {
    if (decodeRun(text, { start: first, end }, found)) return;
    const last = isSign(text, end - 1) ? end - 1 : end;
    if (last < end && decodeRun(text, { start: first, end: last }, found)) return;
    if (!isSign(text, first)) return;
    first += 1;
  }
}

const isSign = (text: string, at: number): boolean => '+/-_'.includes(text.charAt(at));

/** Whether the run says something. */
function decodeRun(text: string, { start, end }: { start: number; end: number }, found: Encoded[]): boolean {
  if ((end - start) % 2 === 0 && beginsAsText(text, start, HEX)) {
    const run = text.slice(start, end);
    const plain = /^[0-9a-fA-F]+$/.test(run) ? bytesToText(Buffer.from(run, 'hex')) : null;
    if (plain !== null) {
      found.push({ start, end, encoding: 'hex', text: plain });
      return true;
    }
  }
  if (!beginsAsText(text, start, BASE64)) return false;
  const plain = bytesToText(Buffer.from(text.slice(start, end), 'base64'));
  if (plain === null) return false;
  let after = end;
  while (after < end + 2 && text[after] === '=') after += 1;
  found.push({ start, end: after, encoding: 'base64', text: plain });
  return true;
}

/** What each character stands for; 255 for what stands for nothing. */
type Digits = { values: Uint8Array; bits: number };
const digits = (characters: string, bits: number): Digits => {
  const values = new Uint8Array(128).fill(255);
  for (const [at, char] of [...characters].entries()) values[char.charCodeAt(0)] = at % 2 ** bits;
  return { values, bits };
};
const HEX = digits('0123456789abcdef0123456789ABCDEF', 4);
const BASE64 = digits(
  // Twice the alphabet: once with the last two signs of each form.
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  6,
);
const PREFIX_BYTES = 6;
const prefix = new Uint8Array(PREFIX_BYTES);

/** Whether the first bytes can begin a text, in UTF-16 too: spares the decoding of nearly every name, path and hash. */
function beginsAsText(text: string, start: number, { values, bits }: Digits): boolean {
  let held = 0;
  let count = 0;
  let at = start;
  for (let byte = 0; byte < PREFIX_BYTES; ) {
    const value = values[text.charCodeAt(at)] ?? 255;
    if (value === 255) return false;
    at += 1;
    held = (held << bits) | value;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    prefix[byte] = (held >> count) & 255;
    held &= (1 << count) - 1;
    byte += 1;
  }
  return canBeginText(prefix);
}

type Kind = { encoding: Encoding; sign: RegExp; decode: (run: string) => string | null };

const PERCENT: Kind = {
  encoding: 'percent',
  sign: /%[0-9a-fA-F]{2}/g,
  decode: (run) =>
    bytesToText(
      Buffer.concat(
        run
          .split(/(%[0-9a-fA-F]{2})/)
          .map((part, at) => (at % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part, 'utf8'))),
      ),
    ),
};

const BACKSLASH: Kind = {
  encoding: 'escapes',
  sign: /\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}/g,
  decode: (run) =>
    run.replace(/\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})/g, (_, long?: string, short?: string) =>
      String.fromCharCode(Number.parseInt(long ?? short ?? '0', 16)),
    ),
};

const isBeside = (char: string | undefined): boolean => char !== undefined && /[\w.~+@:/ -]/.test(char);

/** Escaped characters with what stands plain among and beside them. */
function findEscapes(text: string, { encoding, sign, decode }: Kind, found: Encoded[]): void {
  let run: { start: number; end: number; count: number } | null = null;
  const close = () => {
    if (run === null || run.count < MIN_ESCAPES) return;
    let { start, end } = run;
    const floor = Math.max(0, start - MAX_REACH);
    while (start > floor && isBeside(text[start - 1])) start -= 1;
    const ceiling = Math.min(text.length, end + MAX_REACH);
    while (end < ceiling && isBeside(text[end])) end += 1;
    const plain = decode(text.slice(start, end));
    if (plain !== null) found.push({ start, end, encoding, text: plain });
  };
  for (const { 0: written, index } of text.matchAll(sign)) {
    const between = run === null ? '' : text.slice(run.end, index);
    if (run !== null && between.length <= 64 && [...between].every(isBeside)) {
      run.end = index + written.length;
      run.count += 1;
    } else {
      close();
      run = { start: index, end: index + written.length, count: 1 };
    }
  }
  close();
}
