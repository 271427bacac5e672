import { crc32, deflateRawSync } from 'node:zlib';

type Entry = { data: Buffer | string; encrypted?: boolean; claimedSize?: number };

/** A zip as APPNOTE.TXT describes it, with whatever lies a test wants in it. */
export function makeZip(entries: Readonly<Record<string, string | Buffer | Entry>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(entries)) {
    const entry: Entry = typeof given === 'string' || Buffer.isBuffer(given) ? { data: given } : given;
    const data = Buffer.from(entry.data);
    const packed = deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.encrypted ? 1 : 0x800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.claimedSize ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, Buffer.from(name)]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, index, end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

export function makeDocx(body: string, more: Readonly<Record<string, string | Buffer>> = {}): Buffer {
  const document = `${XML}<w:document ${W}><w:body>${body}</w:body></w:document>`;
  return makeZip({ '[Content_Types].xml': TYPES, 'word/document.xml': document, ...more });
}

export const wordPart = (root: string, body: string): string => `${XML}<w:${root} ${W}>${body}</w:${root}>`;

export function makeXlsx(
  sheets: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Buffer {
  const names = Object.keys(sheets);
  const list = names.map(
    (name, at) => `<sheet name="${name}" sheetId="${at + 1}" state="hidden" r:id="rId${at + 1}"/>`,
  );
  const rels = names.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return makeZip({
    '[Content_Types].xml': TYPES,
    'xl/workbook.xml': `${XML}<workbook xmlns:r="r"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships>${rels.join('')}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `${XML}<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
    ...more,
  });
}

/** A PDF of one page for each text, with a title and a note on the first page; `image` stands on every page. */
export function makePdf(pages: readonly string[], { title = '', note = '', image = '' } = {}): Buffer {
  const objects: string[] = [];
  const add = (text: string) => objects.push(text);
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ');
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const noteId = 4 + pages.length * 2;
  pages.forEach((text, at) => {
    const annotations = at === 0 && note !== '' ? `/Annots [${noteId} 0 R]` : '';
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents ${5 + at * 2} 0 R ${annotations} /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    const lines = text.split('\n').map((line) => `(${line}) Tj`);
    const picture = image === '' ? '' : `BI /W 1 /H 1 /BPC 8 /CS /G ID ${image} EI\n`;
    const stream = `${picture}BT /F1 12 Tf 14 TL 50 700 Td ${lines.join(' T* ')} ET`;
    add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
  });
  add(`<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (${note}) >>`);
  add(`<< /Title (${title}) >>`);
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const xref = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${xref}\n%%EOF`;
  return Buffer.from(text, 'latin1');
}
