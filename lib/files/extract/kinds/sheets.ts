import type { ExtractedText } from '../schema.ts';
import { walkXml } from './markup.ts';

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The strings that cells point at. */
function sharedStrings(xml: string | undefined): string[] {
  const strings: string[] = [];
  let [text, inText, inPhonetic] = ['', false, false];
  if (xml === undefined) return strings;
  walkXml(xml, {
    onOpen(name) {
      if (local(name) === 'si') text = '';
      if (local(name) === 't') inText = true;
      if (local(name) === 'rPh') inPhonetic = true;
    },
    onText(part) {
      if (inText && !inPhonetic) text += part;
    },
    onClose(name) {
      if (local(name) === 't') inText = false;
      if (local(name) === 'rPh') inPhonetic = false;
      if (local(name) === 'si') strings.push(text);
    },
  });
  return strings;
}

/** Sheet names, hidden ones too, by the path of their part. */
function sheetNames(parts: ReadonlyMap<string, string>): Map<string, string> {
  const targets = new Map<string, string>();
  const names = new Map<string, string>();
  walkXml(parts.get('xl/_rels/workbook.xml.rels') ?? '<none/>', {
    onOpen(_, { Id: id, Target: target }) {
      if (id && target) targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  walkXml(parts.get('xl/workbook.xml') ?? '<none/>', {
    onOpen(name, attributes) {
      if (local(name) !== 'sheet') return;
      const path = targets.get(attributes['r:id'] ?? '');
      if (path && attributes.name) names.set(path, attributes.name);
    },
  });
  return names;
}

/** `4.111111111111111E15` as the digits it stands for. */
function plainNumber(text: string): string {
  const value = Number(text);
  return /e/i.test(text) && Number.isSafeInteger(value) ? String(value) : text;
}

/** Every cell by itself, at `Sheet!B4`, with what the first row says above it as its column; comments too. */
export function sheetTexts(parts: ReadonlyMap<string, string>, place: string): ExtractedText[] {
  const strings = sharedStrings(parts.get('xl/sharedStrings.xml'));
  const names = sheetNames(parts);
  const found: ExtractedText[] = [];
  for (const [path, xml] of parts) {
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(path)) {
      const sheet = names.get(path) ?? path;
      found.push({ text: sheet, place: `${place}name of sheet` }, ...cells(xml, { strings, sheet, place }));
    } else if (/^xl\/(?:comments|threadedComments)/.test(path)) {
      found.push(...comments(xml, place));
    }
  }
  return found;
}

type Sheet = { strings: readonly string[]; sheet: string; place: string };

function cells(xml: string, { strings, sheet, place }: Sheet): ExtractedText[] {
  const found: ExtractedText[] = [];
  const header = new Map<string, string>();
  let cell = { at: '', type: '', value: '' };
  let inValue = false;
  walkXml(xml, {
    onOpen(name, attributes) {
      if (local(name) === 'c') cell = { at: attributes.r ?? '', type: attributes.t ?? '', value: '' };
      inValue = ['v', 't', 'f', 'oddHeader', 'oddFooter'].includes(local(name));
      if (local(name) === 'f') inValue = false;
    },
    onText(part) {
      if (inValue) cell.value += part;
    },
    onClose(name) {
      inValue = false;
      if (local(name) !== 'c' || cell.value === '') return;
      const text = cell.type === 's' ? (strings[Number(cell.value)] ?? '') : plainNumber(cell.value);
      const [, column = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(cell.at) ?? [];
      if (row === '1') header.set(column, text);
      const key = row === '1' ? undefined : header.get(column);
      found.push({ text, place: `${place}${sheet}!${cell.at}`, ...(key && { key }) });
    },
  });
  return found;
}

function comments(xml: string, place: string): ExtractedText[] {
  const found: ExtractedText[] = [];
  let [at, text] = ['', ''];
  walkXml(xml, {
    onOpen(name, attributes) {
      if (/^(?:comment|threadedComment)$/.test(local(name))) [at, text] = [attributes.ref ?? '', ''];
    },
    onText(part) {
      text += part;
    },
    onClose(name) {
      if (/^(?:comment|threadedComment)$/.test(local(name)))
        found.push({ text, place: `${place}comment at ${at}` });
    },
  });
  return found;
}
