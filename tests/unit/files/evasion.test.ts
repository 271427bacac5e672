import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scanRequest } from '#lib/dlp/scan-document.ts';
import { extractBytes } from '#lib/files/extract/extract-bytes.ts';
import { refusalOf } from '#lib/files/extract/refusal.ts';
import { makeDocx, makePdf, makeXlsx, makeZip, wordPart } from '#tests/support/make-files.ts';
import { shippedSet } from '../dlp/shipped-set.ts';

const CARD = '4012 8888 8888 1881';

/** `place: value` of the cards that are found in a file, or why it cannot be looked into. */
async function cardsIn(name: string, bytes: Buffer | string): Promise<string[]> {
  try {
    const { kind, segments } = await extractBytes(Buffer.from(bytes), name);
    const { matches } = scanRequest(shippedSet, { subject: { kind: 'file', fileKind: kind }, segments });
    return matches.flatMap(({ patternName, path, value }) =>
      patternName === 'Card number' ? [`${path}: ${value}`] : [],
    );
  } catch (error) {
    return [refusalOf(error)];
  }
}

const run = (text: string, properties = '') => `<w:r>${properties}<w:t>${text}</w:t></w:r>`;
const paragraph = (content: string) => `<w:p>${content}</w:p>`;

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
const png = (...chunks: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ]);

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}
const jpeg = (...segments: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...segments,
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd9]),
  ]);

function webp(chunkName: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  const body = Buffer.concat([Buffer.from(`WEBP${chunkName}`), size, data, Buffer.alloc(data.length % 2)]);
  const whole = Buffer.alloc(4);
  whole.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF'), whole, body]);
}

describe('is found in pictures', () => {
  it.each<[string, string, Buffer, string]>([
    ['EXIF of a JPEG', 'a.jpg', jpeg(segment(0xe1, Buffer.from(`Exif\0\0${CARD}\0`))), 'metadata'],
    [
      'EXIF in the two bytes of Windows',
      'a.jpg',
      jpeg(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(CARD, 'utf16le')]))),
      'metadata',
    ],
    ['a comment of a JPEG', 'a.jpg', jpeg(segment(0xfe, Buffer.from(CARD))), 'comment'],
    ['text of a PNG', 'a.png', png(chunk('tEXt', Buffer.from(`Title\0${CARD}`))), 'text'],
    [
      'packed text of a PNG',
      'a.png',
      png(chunk('zTXt', Buffer.concat([Buffer.from('Title\0\0'), deflateSync(CARD)]))),
      'text',
    ],
    [
      'packed international text of a PNG',
      'a.png',
      png(chunk('iTXt', Buffer.concat([Buffer.from('Title\0\x01\0de\0Titel\0'), deflateSync(CARD)]))),
      'text',
    ],
    ['XMP of a WebP', 'a.webp', webp('XMP ', Buffer.from(`<x>${CARD}</x>`)), 'metadata'],
    [
      'a comment of a GIF',
      'a.gif',
      Buffer.concat([
        Buffer.from('GIF89a\x01\0\x01\0\0\0\0', 'latin1'),
        Buffer.from([0x21, 0xfe, CARD.length]),
        Buffer.from(CARD),
        Buffer.from([0, 0x3b]),
      ]),
      'comment',
    ],
  ])('%s', async (_, name, bytes, place) => {
    expect(await cardsIn(name, bytes)).toEqual([`${place}: ${CARD}`]);
  });

  it('and in what follows their end', async () => {
    const both = Buffer.concat([jpeg(), makeZip({ 'b.txt': CARD })]);
    expect(await cardsIn('a.jpg', both)).toEqual([`after the picture!b.txt!from line 1: ${CARD}`]);
    expect(await cardsIn('a.png', Buffer.concat([png(), Buffer.from(CARD)]))).toEqual([
      `after the picture!from line 1: ${CARD}`,
    ]);
    expect(
      await cardsIn(
        'a.jpg',
        Buffer.concat([jpeg(), Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 1, 2])]),
      ),
    ).toEqual(['unsupported']);
  });

  it.each<[string, Buffer]>([
    ['cut in a segment', jpeg(segment(0xe1, Buffer.alloc(40))).subarray(0, 20)],
    ['a chunk longer than the file', png(chunk('tEXt', Buffer.alloc(9))).subarray(0, 16)],
    ['packed text that is none', png(chunk('zTXt', Buffer.from('a\0\0nothing')))],
  ])('a picture that is damaged is said to be: %s', async (_, bytes) => {
    expect(await cardsIn('a.jpg', bytes)).toEqual(['malformed']);
  });
});

describe('is found in documents', () => {
  it.each<[string, string, Buffer, string]>([
    ['gzip inside zip', 'a.zip', makeZip({ 'b.gz': gzipSync(CARD) }), 'b.gz'],
    ['a zip named as a picture', 'a.jpg', makeZip({ 'b.txt': CARD }), 'b.txt'],
    [
      'a comment',
      'a.docx',
      makeDocx('', { 'word/comments.xml': wordPart('comments', paragraph(run(CARD))) }),
      'comments',
    ],
    [
      'a footnote',
      'a.docx',
      makeDocx('', { 'word/footnotes.xml': wordPart('footnotes', paragraph(run(CARD))) }),
      'footnotes',
    ],
    [
      'a deleted run',
      'a.docx',
      makeDocx(paragraph(`<w:del><w:r><w:delText>${CARD}</w:delText></w:r></w:del>`)),
      '',
    ],
    ['a hidden run', 'a.docx', makeDocx(paragraph(run(CARD, '<w:rPr><w:vanish/></w:rPr>'))), ''],
    [
      'a word in bold',
      'a.docx',
      makeDocx(paragraph(run('4012 8888 ') + run('8888', '<w:rPr><w:b/></w:rPr>') + run(' 1881'))),
      '',
    ],
    ['a title of a PDF', 'a.pdf', makePdf(['hello'], { title: CARD }), 'Title'],
    ['an annotation of a PDF', 'a.pdf', makePdf(['hello'], { note: CARD }), 'annotation'],
    ['a name of a member', 'a.zip', makeZip({ [`${CARD}.txt`]: 'hello' }), 'name of'],
  ])('%s', async (_, name, bytes, place) => {
    const cards = await cardsIn(name, bytes);
    expect(cards.length).toBeGreaterThan(0);
    for (const card of cards) expect(card).toContain(CARD);
    expect(cards.join()).toContain(place);
  });

  it('a card as a number of a sheet, as far as its fifteen digits go', async () => {
    const cell = (value: string) => `<row r="1"><c r="A1"><v>${value}</v></c></row>`;
    expect(await cardsIn('a.xlsx', makeXlsx({ S: cell('378282246310005') }))).toEqual([
      'S!A1: 378282246310005',
    ]);
    expect(await cardsIn('a.xlsx', makeXlsx({ S: cell('3.78282246310005E+14') }))).toEqual([
      'S!A1: 378282246310005',
    ]);
  });

  it('but two halves in two cells are no card', async () => {
    const row =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>4012 8888</t></is></c><c r="B1" t="inlineStr"><is><t>8888 1881</t></is></c></row>';
    expect(await cardsIn('a.xlsx', makeXlsx({ S: row }))).toEqual([]);
    expect(await cardsIn('a.csv', 'a,b\n4012 8888,8888 1881\n')).toEqual([]);
  });

  it('the name of the file itself', async () => {
    expect(await cardsIn(`${CARD}.txt`, 'hello')).toEqual([`file name: ${CARD}`]);
  });
});
