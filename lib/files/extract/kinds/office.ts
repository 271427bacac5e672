import type { Reader } from '../reader.ts';
import type { ExtractedText } from '../schema.ts';
import { decodeText } from './decode-text.ts';
import { walkXml, xmlTexts } from './markup.ts';
import { sheetTexts } from './sheets.ts';
import { unzip } from './zip-entries.ts';

const PARTS = /\.(?:xml|rels)$/;

/**
 * Word, Excel, PowerPoint and OpenDocument files: every part, what is hidden, deleted or noted included. Files that were
 * put into them are read like members of an archive.
 */
export const readOffice: Reader = async ({ bytes, budget, place }, nested) => {
  const parts = new Map<string, string>();
  const found: ExtractedText[] = [];
  for await (const part of unzip(bytes, budget)) {
    if (PARTS.test(part.name)) parts.set(part.name, decodeText(part.bytes));
    else if (/embeddings?\//i.test(part.name)) found.push(...(await nested(part)));
  }
  for (const [name, xml] of parts) {
    if (name.startsWith('word/') && !/(?:styles|settings|fontTable|theme|webSettings|numbering)/.test(name)) {
      found.push(...paragraphs(xml, `${place}${wordPart(name)}`));
    } else if (name.startsWith('ppt/') && /(?:slides|notesSlides|comments)\//.test(name)) {
      found.push(...paragraphs(xml, `${place}${slidePart(name)}`));
    } else if (name.startsWith('docProps/') || name === 'meta.xml') {
      found.push(...xmlTexts(xml, `${place}properties `));
    } else if (name === 'content.xml' || name === 'styles.xml') {
      found.push(...paragraphs(xml, `${place}${name === 'content.xml' ? '' : 'page frame '}`));
    }
  }
  if (parts.has('xl/workbook.xml')) found.push(...sheetTexts(parts, place));
  return found;
};

function wordPart(name: string): string {
  const part = /^word\/([a-z]+)/i.exec(name)?.[1] ?? '';
  return part === 'document' ? '' : `${part} `;
}

function slidePart(name: string): string {
  const number = /(\d+)\.xml/.exec(name)?.[1] ?? '';
  return name.includes('notesSlides') ? `notes of slide ${number} ` : `slide ${number} `;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
const BLOCKS = new Set(['p', 'h', 'table-cell']);
const TEXTS = new Set(['t', 'delText', 'instrText', 'text']);

/** One piece of text for each paragraph; its runs are joined, two paragraphs or cells never are. */
function paragraphs(xml: string, place: string): ExtractedText[] {
  const found: ExtractedText[] = [];
  const isWordLike = /<(?:w|a):/.test(xml);
  const open: string[] = [];
  let [text, count, inText] = ['', 0, 0];
  const close = () => {
    if (text.trim() !== '') found.push({ text, place: `${place}paragraph ${count}` });
    text = '';
  };
  walkXml(xml, {
    onOpen(qualified, attributes) {
      const name = local(qualified);
      open.push(name);
      if (BLOCKS.has(name)) {
        close();
        count += 1;
      }
      if (TEXTS.has(name)) inText += 1;
      if (name === 'tab') text += '\t';
      if (name === 'br' || name === 'cr' || name === 'line-break') text += '\n';
      if (name === 's') text += ' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 1000));
      const link = attributes['xlink:href'] ?? attributes.descr;
      if (link) found.push({ text: link, place: `${place}paragraph ${count}` });
    },
    onText(part) {
      // In Word and PowerPoint text stands in elements of its own, in OpenDocument right in the paragraph.
      if (isWordLike ? inText > 0 : open.some((name) => name === 'p' || name === 'h')) text += part;
    },
    onClose(qualified) {
      const name = local(qualified);
      open.pop();
      if (TEXTS.has(name)) inText -= 1;
      if (BLOCKS.has(name)) close();
    },
    onComment(comment) {
      found.push({ text: comment, place: `${place}comment` });
    },
  });
  close();
  return found;
}
