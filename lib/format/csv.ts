/** What a spreadsheet takes for the beginning of a formula, also in full width. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** A cell as RFC 4180 writes it; what would be run as a formula gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(cells: readonly string[]): string {
  // A line of one empty cell would be an empty line, which readers skip.
  const line = cells.length === 1 && cells[0] === '' ? '""' : cells.map(csvCell).join(',');
  return `${line}\r\n`;
}
