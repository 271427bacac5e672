import type { ExtractedText } from '../schema.ts';

/** Column letters as spreadsheets have them: A, B, … Z, AA. */
function columnName(index: number): string {
  let name = '';
  for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  }
  return name;
}

/** The commonest of the usual delimiters in the first line. */
function guessDelimiter(text: string): string {
  const head = text.slice(0, text.indexOf('\n') < 0 ? 1000 : text.indexOf('\n'));
  const count = (char: string) => head.split(char).length;
  return [',', ';', '\t', '|'].reduce((best, char) => (count(char) > count(best) ? char : best));
}

/**
 * Every cell by itself (RFC 4180, with other delimiters too), named like a spreadsheet's; what stands above it in the
 * first row is its column.
 */
export function csvCells(
  text: string,
  { place, delimiter }: { place: string; delimiter: string | null },
): ExtractedText[] {
  const separator = delimiter ?? guessDelimiter(text);
  const found: ExtractedText[] = [];
  const header: string[] = [];
  let [row, column, at] = [0, 0, 0];
  while (at < text.length) {
    const cell = readCell(text, at, separator);
    if (row === 0) header[column] = cell.text;
    const key = row === 0 ? undefined : header[column];
    if (cell.text !== '') {
      found.push({ text: cell.text, place: `${place}${columnName(column)}${row + 1}`, ...(key && { key }) });
    }
    at = cell.end;
    if (text[at] === separator) column += 1;
    else [row, column] = [row + 1, 0];
    at += 1;
  }
  return found;
}

function readCell(text: string, from: number, separator: string): { text: string; end: number } {
  if (text[from] !== '"') return readBare(text, from, separator);
  let value = '';
  let at = from + 1;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { text: value + text.slice(at), end: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const rest = readBare(text, quote + 1, separator);
      return { text: value + rest.text, end: rest.end };
    }
    value += '"';
    at = quote + 2;
  }
  return { text: value, end: at };
}

function readBare(text: string, from: number, separator: string): { text: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
  const value = text.slice(from, end);
  return { text: value.endsWith('\r') ? value.slice(0, -1) : value, end };
}
