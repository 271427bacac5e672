import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { extractBytes } from '#lib/files/extract/extract-bytes.ts';
import { refusalOf } from '#lib/files/extract/refusal.ts';
import { makeDocx, makePdf, makeXlsx, makeZip, wordPart } from '#tests/support/make-files.ts';

const CARD = '4111 1111 1111 1111';

/** `place: text` of everything that stands in the file. */
async function read(name: string, content: Buffer | string): Promise<string[]> {
  const { segments } = await extractBytes(Buffer.from(content), name);
  return segments.slice(1).map(({ place, text, key }) => `${place}${key ? ` <${key}>` : ''}: ${text}`);
}
const reason = (name: string, content: Buffer): Promise<string> =>
  extractBytes(content, name).then(
    ({ kind }) => `read as ${kind}`,
    (error: unknown) => refusalOf(error),
  );

async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
const mail = [
  'From: a@shop.test',
  'To: b@shop.test',
  `Subject: about ${CARD}`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=X',
  '',
  '--X',
  'Content-Type: text/plain',
  '',
  'hello',
  '--X',
  'Content-Type: text/csv; name=c.csv',
  'Content-Disposition: attachment; filename=c.csv',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(`card\n${CARD}\n`).toString('base64'),
  '--X--',
  '',
].join('\r\n');

describe('what stands in a file, and where', () => {
  it.each<[string, string, Buffer | string, string[]]>([
    ['text', 'a.txt', 'one\ntwo', ['from line 1: one\ntwo']],
    ['UTF-16 with a mark', 'a.txt', Buffer.from(`\ufeff${CARD}`, 'utf16le'), [`from line 1: ${CARD}`]],
    ['UTF-16 without one', 'a.txt', Buffer.from(CARD, 'utf16le'), [`from line 1: ${CARD}`]],
    ['UTF-16 the other way', 'a.txt', Buffer.from(CARD, 'utf16le').swap16(), [`from line 1: ${CARD}`]],
    ['an old charset', 'a.txt', Buffer.from('gr\u00f6\u00dfe', 'latin1'), ['from line 1: größe']],
    [
      'csv',
      'a.csv',
      `name,card\n"B, ""C""",${CARD}`,
      ['A1: name', 'B1: card', 'A2 <name>: B, "C"', `B2 <card>: ${CARD}`],
    ],
    ['csv by semicolons', 'a.csv', 'a;b\r\n1;2\r\n', ['A1: a', 'B1: b', 'A2 <a>: 1', 'B2 <b>: 2']],
    [
      'json',
      'a.json',
      `{"card":{"no":["${CARD}",4111111111111111]}}`,
      [
        'key in the document: card',
        'key in card: no',
        `card.no[0] <no>: ${CARD}`,
        'card.no[1] <no>: 4111111111111111',
      ],
    ],
    [
      'json lines',
      'a.jsonl',
      '{"a":"x"}\n{"a":"y"}\n',
      [
        'line 1 key in the document: a',
        'line 1 a <a>: x',
        'line 2 key in the document: a',
        'line 2 a <a>: y',
      ],
    ],
    [
      'xml',
      'a.xml',
      '<?xml version="1.0"?><a no="1"><b>x</b><!-- y --></a>',
      ['a/@no <no>: 1', 'a/b <b>: x', 'comment:  y '],
    ],
    [
      'html',
      'a.html',
      '<html><p>4111 <b>1111</b></p><p title="t">x</p><!-- y --></html>',
      ['block 1: 4111 1111', 'attribute title of p <title>: t', 'block 3: x', 'comment:  y '],
    ],
    [
      'rtf',
      'a.rtf',
      String.raw`{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 card {\v 4111\u32? 1111} \'e9\par next}`,
      ['paragraph 1: card 4111  1111 é', 'paragraph 2: next'],
    ],
    [
      'docx',
      'a.docx',
      makeDocx(
        `<w:p>${run('4111 ')}${run('1111')}</w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>`,
        {
          'word/comments.xml': wordPart('comments', `<w:p>${run('noted')}</w:p>`),
          'word/footnotes.xml': wordPart('footnotes', `<w:p>${run('below')}</w:p>`),
          'docProps/core.xml': '<?xml version="1.0"?><core><title>titled</title></core>',
        },
      ),
      [
        'paragraph 1: 4111 1111',
        'paragraph 2: hiddendeleted',
        'comments paragraph 1: noted',
        'footnotes paragraph 1: below',
        'properties core/title <title>: titled',
      ],
    ],
    [
      'xlsx',
      'a.xlsx',
      makeXlsx(
        {
          Cards:
            '<row><c r="A1" t="inlineStr"><is><t>card</t></is></c></row><row><c r="A2"><v>4111111111111111</v></c><c r="B2"><v>4.111111111111111E15</v></c></row>',
          Half: '<row><c r="A1"><v>41111111</v></c><c r="B1"><v>11111111</v></c></row><row><c r="A2" t="s"><v>0</v></c></row>',
        },
        {
          'xl/sharedStrings.xml':
            '<?xml version="1.0"?><sst><si><r><t>sh</t></r><r><t>ared</t></r></si></sst>',
          'xl/comments1.xml':
            '<?xml version="1.0"?><comments><commentList><comment ref="B2"><text><t>said</t></text></comment></commentList></comments>',
        },
      ),
      [
        'name of sheet: Cards',
        'Cards!A1: card',
        'Cards!A2 <card>: 4111111111111111',
        'Cards!B2: 4111111111111111',
        'name of sheet: Half',
        'Half!A1: 41111111',
        'Half!B1: 11111111',
        'Half!A2 <41111111>: shared',
        'comment at B2: said',
      ],
    ],
    [
      'pptx',
      'a.pptx',
      makeZip({
        '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
        'ppt/presentation.xml': '<?xml version="1.0"?><p/>',
        'ppt/slides/slide1.xml':
          '<?xml version="1.0"?><p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>shown</a:t></a:r></a:p></p:sld>',
        'ppt/notesSlides/notesSlide1.xml':
          '<?xml version="1.0"?><p:notes xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>spoken</a:t></a:r></a:p></p:notes>',
      }),
      ['slide 1 paragraph 1: shown', 'notes of slide 1 paragraph 1: spoken'],
    ],
    [
      'odt',
      'a.odt',
      makeZip({
        mimetype: 'application/vnd.oasis.opendocument.text',
        'content.xml':
          '<?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t"><text:p>4111<text:s text:c="2"/><text:span>1111</text:span></text:p><text:p>next</text:p></office:document>',
      }),
      ['paragraph 1: 4111  1111', 'paragraph 2: next'],
    ],
    [
      'pdf',
      'a.pdf',
      makePdf([CARD, 'second'], { title: 'titled', note: 'noted' }),
      [
        'properties PDFFormatVersion <PDFFormatVersion>: 1.4',
        'properties Title <Title>: titled',
        `page 1: ${CARD}`,
        'annotation on page 1: noted',
        'page 2: second',
      ],
    ],
    [
      'zip in a zip',
      'a.zip',
      makeZip({ 'b.zip': makeZip({ 'c.txt': CARD }), 'd/e.csv': 'x' }),
      [
        'name of b.zip: b.zip',
        'name of b.zip!c.txt: c.txt',
        `b.zip!c.txt!from line 1: ${CARD}`,
        'name of d/e.csv: d/e.csv',
        'd/e.csv!A1: x',
      ],
    ],
    [
      'gzip with something behind it',
      'a.txt.gz',
      Buffer.concat([gzipSync(CARD), Buffer.from('junk')]),
      ['name of a.txt: a.txt', `a.txt!from line 1: ${CARD}`],
    ],
    [
      'mail',
      'a.eml',
      mail,
      expect.arrayContaining([
        `header subject <subject>: about ${CARD}`,
        'text: hello\n',
        'name of c.csv: c.csv',
        'c.csv!A1: card',
        `c.csv!A2 <card>: ${CARD}`,
      ]) as unknown as string[],
    ],
  ])('%s', async (_, name, content, expected) => {
    expect(await read(name, content)).toEqual(expected);
  });

  it('tar', async () => {
    expect(await read('a.tar', await tarOf({ 'x/b.txt': CARD }))).toEqual([
      'name of x/b.txt: x/b.txt',
      `x/b.txt!from line 1: ${CARD}`,
    ]);
  });

  it('a name says nothing: a zip called jpg is read as a zip, and the name is looked into as well', async () => {
    const { kind, segments } = await extractBytes(makeZip({ 'b.txt': CARD }), `card ${CARD}.jpg`);
    expect(kind).toBe('zip');
    expect(segments[0]).toEqual({ text: `card ${CARD}.jpg`, place: 'file name' });
    expect(segments.map(({ text }) => text)).toContain(CARD);
  });
});

describe('what cannot be read says why', () => {
  const bomb = makeZip({ 'a.txt': Buffer.alloc(60 * 1024 * 1024) });
  const nest = (depth: number): Buffer =>
    depth === 0 ? Buffer.from(CARD) : makeZip({ 'n.zip': nest(depth - 1) });
  it.each<[string, string, Buffer, string]>([
    ['a zip with a password', 'a.zip', makeZip({ 'a.txt': { data: CARD, encrypted: true } }), 'encrypted'],
    [
      'an Office file with a password',
      'a.docx',
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
      'encrypted',
    ],
    [
      'an old Office file',
      'a.doc',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'unsupported',
    ],
    ['7z', 'a.7z', Buffer.from('377abcaf271c0004', 'hex'), 'unsupported'],
    ['bytes of no kind', 'a.bin', Buffer.from([1, 2, 3, 0, 255, 254, 0, 7]), 'unsupported'],
    ['a zip that unfolds too far', 'a.zip', bomb, 'too_large'],
    ['too many archives in each other', 'a.zip', nest(8), 'too_large'],
    [
      'a size that is a lie',
      'a.zip',
      makeZip({ 'a.txt': { data: 'x'.repeat(500), claimedSize: 10 } }),
      'malformed',
    ],
    ['half a zip', 'a.zip', makeZip({ 'a.txt': CARD }).subarray(0, 40), 'malformed'],
    ['half a pdf', 'a.pdf', Buffer.from('%PDF-1.4\nnothing'), 'malformed'],
    [
      'xml that brings entities',
      'a.xml',
      Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'),
      'malformed',
    ],
    ['xml that is none', 'a.xml', Buffer.from('<?xml version="1.0"?><a><b></a>'), 'malformed'],
  ])('%s', async (_, name, content, expected) => {
    expect(await reason(name, content)).toBe(expected);
  });
});

it('whatever the bytes, the answer is a text or a reason', async () => {
  const whole = [
    makeZip({ 'a.txt': CARD }),
    makeDocx('<w:p/>'),
    makePdf([CARD]),
    gzipSync(CARD),
    Buffer.from(mail),
  ];
  const broken = fc.tuple(fc.constantFrom(...whole), fc.nat(), fc.nat(255)).map(([bytes, at, value]) => {
    const copy = Buffer.from(bytes);
    copy[at % copy.length] = value;
    return copy;
  });
  const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(fc.oneof(broken, any), async (bytes) => {
      expect(await reason('file', bytes)).toMatch(
        /^(?:read as \w+|encrypted|too_large|malformed|unsupported)$/,
      );
    }),
    { numRuns: 150 },
  );
}, 60_000);
