import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '#lib/format/csv.ts';
import { parseCsv } from '#tests/support/parse-csv.ts';

/** Texts made mostly of what is special to CSV or to spreadsheets. */
const Cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '\t', '=', '+', '-', '@', "'", '＝', '＠', ' ', 'x'),
  }),
);
const isFormula = (text: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(text);
const guarded = (text: string): string => (isFormula(text) ? `'${text}` : text);

describe('a line of CSV', () => {
  it('is read back cell by cell by a strict reader, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(Cell, { minLength: 1, maxLength: 6 }), (cells) => {
        expect(parseCsv(csvLine(cells))).toEqual([cells.map(guarded)]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('stays apart from its neighbours', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(Cell, Cell, Cell), { minLength: 1, maxLength: 8 }), (records) => {
        expect(parseCsv(records.map(csvLine).join(''))).toEqual(records.map((cells) => cells.map(guarded)));
      }),
    );
  });

  it('never begins a cell as a formula begins', () => {
    fc.assert(
      fc.property(Cell, (text) => {
        const [[cell = ''] = []] = parseCsv(csvLine([text]));
        expect(isFormula(cell)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 1234', "'+49 30 1234"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ['say "hi", twice', '"say ""hi"", twice"'],
    ['plain = text', 'plain = text'],
    [' padded', '" padded"'],
    ['', ''],
  ])('writes %j as %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
