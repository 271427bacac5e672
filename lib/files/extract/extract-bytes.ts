import { MAX_DEPTH, newBudget } from './budget.ts';
import { detectKind } from './detect-kind.ts';
import { readGzip, readTar, readZip } from './kinds/archives.ts';
import { readImage } from './kinds/images.ts';
import { readMail } from './kinds/mail.ts';
import { readOffice } from './kinds/office.ts';
import { readPdf } from './kinds/pdf.ts';
import { readRtf } from './kinds/rtf.ts';
import { readText } from './kinds/text.ts';
import type { Member, Nested, Reader } from './reader.ts';
import { refusal } from './refusal.ts';
import type { ExtractedText } from './schema.ts';

const READERS: Readonly<Record<string, Reader>> = {
  zip: readZip,
  gzip: readGzip,
  tar: readTar,
  pdf: readPdf,
  rtf: readRtf,
  eml: readMail,
  docx: readOffice,
  xlsx: readOffice,
  pptx: readOffice,
  odf: readOffice,
  jpeg: readImage,
  png: readImage,
  gif: readImage,
  webp: readImage,
};

async function readMember(member: Member, kind: string): Promise<ExtractedText[]> {
  const nested: Nested = async ({ bytes, name }) => {
    if (member.depth >= MAX_DEPTH) throw refusal('too_large');
    const place = `${member.place}${name}`;
    const inner = { bytes, name, place: `${place}!`, depth: member.depth + 1, budget: member.budget };
    const innerKind = await detectKind(bytes, name);
    const named = { text: name, place: `name of ${place}` };
    return [named, ...(await readMember(inner, innerKind))];
  };
  const found = await (READERS[kind] ?? readText)(member, nested);
  return found.filter(({ text }) => text !== '');
}

/**
 * All the text of a file, piece by piece, with where it stands; its name is a piece too. Cells, paragraphs and members
 * are never joined. @throws what `refusalOf` reads.
 */
export async function extractBytes(
  bytes: Buffer,
  name: string,
): Promise<{ kind: string; segments: ExtractedText[] }> {
  const kind = await detectKind(bytes, name);
  const file = { bytes, name, place: '', depth: 0, budget: newBudget() };
  return { kind, segments: [{ text: name, place: 'file name' }, ...(await readMember(file, kind))] };
}
