import type { Reader } from '../reader.ts';
import type { ExtractedText } from '../schema.ts';
import { csvCells } from './csv-cells.ts';
import { decodeText } from './decode-text.ts';
import { htmlTexts, xmlTexts } from './markup.ts';

const MAX_PIECE = 64 * 1024;

/** Text as it is, cut at line ends so that a place can be named. */
function lines(text: string, place: string): ExtractedText[] {
  const found: ExtractedText[] = [];
  let line = 1;
  for (let start = 0; start < text.length; ) {
    const cut = start + MAX_PIECE >= text.length ? -1 : text.lastIndexOf('\n', start + MAX_PIECE);
    const next = start + MAX_PIECE >= text.length ? -1 : text.indexOf('\n', start + MAX_PIECE);
    const end = cut > start ? cut + 1 : next < 0 ? text.length : next + 1;
    const piece = text.slice(start, end);
    found.push({ text: piece, place: `${place}from line ${line}` });
    line += piece.split('\n').length - 1;
    start = end;
  }
  return found;
}

/** Every key and value of a JSON text by itself, under its path; null when it is none. */
function jsonValues(text: string, place: string): ExtractedText[] | null {
  let document: unknown;
  try {
    // Numbers as written: a double does not hold every digit of a card with its expiry.
    document = JSON.parse(text, (_, value, context?: { source?: string }) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch {
    return null;
  }
  const found: ExtractedText[] = [];
  const stack: { node: unknown; path: string; key?: string }[] = [{ node: document, path: '' }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { node, path, key } = at;
    if (typeof node === 'string')
      found.push({ text: node, place: `${place}${path || 'value'}`, ...(key && { key }) });
    if (typeof node !== 'object' || node === null) continue;
    const isList = Array.isArray(node);
    for (const [name, value] of Object.entries(node).reverse()) {
      if (!isList) found.push({ text: name, place: `${place}key in ${path || 'the document'}` });
      const step = isList ? `[${name}]` : `${path === '' ? '' : '.'}${name.slice(0, 100)}`;
      stack.push({ node: value, path: `${path}${step}`, key: isList ? (key ?? '') : name });
    }
  }
  return found;
}

/** Texts of every kind. What is not what its name says is read as plain text. */
export const readText: Reader = ({ bytes, name, place }) => {
  const text = decodeText(bytes);
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'csv' || ending === 'tsv')
    return csvCells(text, { place, delimiter: ending === 'tsv' ? '\t' : null });
  const start = text.trimStart().slice(0, 20).toLowerCase();
  if (/^[{[]/.test(start)) {
    const whole = jsonValues(text, place);
    if (whole !== null) return whole;
    const rows = text.split('\n').filter((row) => row.trim() !== '');
    const each = rows.map((row, at) => jsonValues(row, `${place}line ${at + 1} `));
    if (rows.length > 0 && each.every((one) => one !== null)) return each.flat() as ExtractedText[];
  }
  if (/\.x?html?$/i.test(name) || start.startsWith('<!doctype html') || start.startsWith('<html')) {
    return htmlTexts(text, place);
  }
  if (start.startsWith('<?xml') || ending === 'xml') return xmlTexts(text, place);
  return lines(text, place);
};
