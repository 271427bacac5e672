import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSet, scanText } from '#lib/dlp/engine.ts';
import { readRegex } from '#lib/dlp/regex-syntax.ts';
import { pattern } from './shipped-set.ts';

const shapesOf = (regex: string) => readRegex(regex, '').shapes;
const inShape = (text: string) => text.replace(/\d/g, '0');

describe('what a pattern needs', () => {
  it.each([
    [String.raw`\d{3}-\d{2}-\d{4}`, ['000-00-0000']],
    [String.raw`\b\d{2}[. ]?\d{4}\b`, ['000000', '00.0000', '00 0000']],
    [String.raw`\d{4}(?:[ -]{1,3}\d{4}){2}`, [' 0000 ', ' 0000-', '-0000 ', '-0000-']],
    [String.raw`[A-Z]{2}\d{6,9}`, ['000000']],
    [String.raw`(?:ab\d{4}|c\d{5}x)`, ['0000']],
    [String.raw`\d{3}|\d{9}`, null],
    [String.raw`[A-Z]{2}\d{2}[A-Z]+`, null],
    [String.raw`(?:\d{4})?x`, null],
    [String.raw`\d{4}|x`, null],
  ])('%s', (regex, expected) => {
    expect(shapesOf(regex)).toEqual(expected);
  });
});

const atoms = [
  String.raw`\d`,
  '[2-6]',
  '[ -]',
  '-',
  String.raw`\.`,
  '[A-Z]',
  'x',
  String.raw`[\d.]`,
  String.raw`\b`,
];
const repeats = ['', '?', '{2}', '{3}', '{1,2}', '{2,5}', '+', '{0,3}', '{4}', '*'];
const regexes = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(fc.constantFrom(...atoms), fc.constantFrom(...repeats))
      .map(([atom, repeat]) => (atom === String.raw`\b` ? atom : atom + repeat)),
    fc.tuple(tie('node'), tie('node')).map((parts) => parts.join('')),
    fc.tuple(tie('node'), tie('node')).map((parts) => `(?:${parts.join('|')})`),
    fc.tuple(tie('node'), fc.constantFrom(...repeats)).map(([inner, repeat]) => `(?:${inner})${repeat}`),
  ),
})).node;
const texts = fc
  .array(fc.constantFrom('0', '1', '23', '4567', '-', ' ', '.', 'x', 'A', '\n'), { maxLength: 40 })
  .map((parts) => parts.join(''));

function shapesOrNull(regex: string): readonly string[] | null {
  try {
    return shapesOf(regex);
  } catch {
    return null;
  }
}

it('every match of any pattern holds one of its shapes', () => {
  let checked = 0;
  fc.assert(
    fc.property(regexes, fc.array(texts, { minLength: 12, maxLength: 12 }), (regex, subjects) => {
      const shapes = shapesOrNull(regex);
      if (shapes === null) return;
      for (const { 0: value } of subjects.join('y').matchAll(new RegExp(regex, 'gu'))) {
        checked += 1;
        expect(shapes.some((shape) => inShape(value).includes(shape))).toBe(true);
      }
    }),
    { numRuns: 6000 },
  );
  expect(checked).toBeGreaterThan(200);
});

it('a text in which only the shapes are looked at gives what looking at all of it gives', () => {
  const regex = String.raw`\b\d{4}(?:[ .-]{1,2}\d{4}){1,2}\b`;
  const gated = compileSet([pattern({ regex })]);
  // The same, with a choice that matches nothing in these texts and has no shape.
  const all = compileSet([pattern({ regex: `${regex}|€€` })]);
  expect(gated.shapeGate).not.toBeNull();
  expect(all.shapeGate).toBeNull();
  const spans = (set: typeof all, text: string) => scanText(set, text).map(({ start, end }) => [start, end]);
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 12 }), (parts) => {
      const text = parts.join('1234-5678');
      expect(spans(gated, text)).toEqual(spans(all, text));
    }),
    { numRuns: 500 },
  );
});
