import { inflateSync } from 'node:zlib';
import { spendBytes } from '../budget.ts';
import type { Member, Reader } from '../reader.ts';
import { refusal } from '../refusal.ts';
import type { ExtractedText } from '../schema.ts';

/** Pieces of a picture that hold words, and where the picture ends. */
type Picture = { words: { place: string; bytes: Buffer }[]; end: number };

/** Padding that some programs leave behind a picture. */
const MAX_PADDING = 64;
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * What is written in a picture's metadata: EXIF, XMP, IPTC and comments. What it shows is not read. Whatever follows
 * its end is a file of its own: two kinds in one file is an old way past a scanner.
 */
export const readImage: Reader = async (member, nested) => {
  const picture = readerOf(member.bytes)(member.bytes);
  const found = picture.words.flatMap(({ place, bytes }) => writtenIn(bytes, place, member));
  const rest = member.bytes.subarray(picture.end);
  if (rest.length <= MAX_PADDING && !rest.some((byte) => byte > 0x20)) return found;
  return [...found, ...(await nested({ bytes: rest, name: 'after the picture' }))];
};

function readerOf(bytes: Buffer): (bytes: Buffer) => Picture {
  if (bytes[0] === 0xff) return readJpeg;
  if (bytes[0] === 0x89) return readPng;
  return bytes[0] === 0x47 ? readGif : readWebp;
}

/** Runs of printable characters, of one byte each or of two as Windows writes them into EXIF. */
function writtenIn(bytes: Buffer, place: string, { place: before, budget }: Member): ExtractedText[] {
  const text = bytes.toString('latin1');
  const narrow = text.match(/[\t\n\r\x20-\x7e\xa0-\xff]{4,}/g) ?? [];
  const wide = (text.match(/(?:[\x20-\x7e\xa0-\xff]\0){4,}/g) ?? []).map((run) => run.replaceAll('\0', ''));
  const utf8 = narrow.map((run) => Buffer.from(run, 'latin1').toString('utf8'));
  spendBytes(budget, bytes.length);
  return [...utf8, ...wide].map((run) => ({ text: run, place: `${before}${place}` }));
}

/** ISO/IEC 10918-1: segments with their length up to the scan, then coded data up to the end mark. */
function readJpeg(bytes: Buffer): Picture {
  const words: Picture['words'] = [];
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) throw refusal('malformed');
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) break;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) throw refusal('malformed');
    // Those of applications, and comments.
    if (marker === 0xfe || (marker >= 0xe0 && marker <= 0xef))
      words.push({ place: marker === 0xfe ? 'comment' : 'metadata', bytes: bytes.subarray(at + 4, end) });
    at = end;
  }
  const mark = bytes.indexOf(Buffer.from([0xff, 0xd9]), at);
  return { words, end: mark < 0 ? bytes.length : mark + 2 };
}

/** PNG specification: chunks of length, type, data and checksum. */
function readPng(bytes: Buffer): Picture {
  const words: Picture['words'] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) throw refusal('malformed');
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, end - 4);
    if (type === 'tEXt' || type === 'eXIf')
      words.push({ place: type === 'tEXt' ? 'text' : 'metadata', bytes: data });
    if (type === 'zTXt' || type === 'iTXt') words.push({ place: 'text', bytes: unpackedText(data, type) });
    at = end;
    if (type === 'IEND') return { words, end: at };
  }
  throw refusal('malformed');
}

/** A keyword, whether the text is compressed, in iTXt two more names, and the text. */
function unpackedText(data: Buffer, type: string): Buffer {
  const keyword = data.indexOf(0);
  let start = keyword + 2;
  if (type === 'iTXt') {
    if (data[keyword + 1] === 0) return data;
    start = data.indexOf(0, data.indexOf(0, keyword + 3) + 1) + 1;
  }
  try {
    const text = inflateSync(data.subarray(start), { maxOutputLength: MAX_TEXT_BYTES });
    return Buffer.concat([data.subarray(0, keyword), Buffer.from('\n'), text]);
  } catch (error) {
    throw refusal(
      (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'malformed',
      error,
    );
  }
}

/** GIF89a: blocks, each a chain of pieces of at most 255 bytes. */
function readGif(bytes: Buffer): Picture {
  const words: Picture['words'] = [];
  const paletteOf = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + paletteOf(bytes[10] ?? 0);
  const readChain = (start: number): Buffer => {
    const parts: Buffer[] = [];
    let next = start;
    for (let size = bytes[next]; size !== undefined && size > 0; size = bytes[next]) {
      parts.push(bytes.subarray(next + 1, next + 1 + size));
      next += 1 + size;
    }
    at = next + 1;
    return Buffer.concat(parts);
  };
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x3b) return { words, end: at + 1 };
    if (block === 0x2c) readChain(at + 11 + paletteOf(bytes[at + 9] ?? 0));
    else if (block === 0x21) {
      const label = bytes[at + 1];
      const data = readChain(at + 2);
      if (label === 0xfe || label === 0xff)
        words.push({ place: label === 0xfe ? 'comment' : 'metadata', bytes: data });
    } else throw refusal('malformed');
  }
  return { words, end: bytes.length };
}

/** RIFF: chunks of name, length and data, padded to even lengths. */
function readWebp(bytes: Buffer): Picture {
  const words: Picture['words'] = [];
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= end; ) {
    const size = bytes.readUInt32LE(at + 4);
    if (/^(?:EXIF|XMP )$/.test(bytes.toString('latin1', at, at + 4))) {
      words.push({ place: 'metadata', bytes: bytes.subarray(at + 8, at + 8 + size) });
    }
    at += 8 + size + (size % 2);
  }
  return { words, end };
}
