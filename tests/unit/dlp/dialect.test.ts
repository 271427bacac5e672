import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CompiledPattern, compilePattern } from '#lib/dlp/compile-pattern.ts';
import { normalizeText } from '#lib/dlp/normalize-text.ts';
import type { RunRegex } from '#lib/dlp/run-regex.ts';
import { AppError } from '#lib/platform/errors.ts';
import { pattern } from './shipped-set.ts';

const atoms = [
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\W',
  '\\s',
  '[^\\s]',
  '[^a]',
  '[a-c]',
  '\\b',
  '\\B',
  '^',
  '$',
  'é',
  'S',
  'K',
  '\\p{L}',
  '\\n',
  '🙂',
];
const repeats = ['*', '+', '?', '{1,3}', '{2}', '*?', '+?', '??'];

const regexes = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...atoms),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
    fc.tuple(tie('node'), fc.constantFrom(...repeats)).map(([inner, repeat]) => `(?:${inner})${repeat}`),
    tie('node').map((inner) => `(${inner})`),
  ),
})).node;

const units = [
  'a',
  'b',
  'c',
  '1',
  ' ',
  '\n',
  '\r',
  '\t',
  '\v',
  '\f',
  '\u2028',
  '\u00a0',
  'é',
  'É',
  's',
  '\u017f',
  'k',
  '\u212a',
  '_',
  '🙂',
  'ß',
];
const texts = fc
  .array(fc.oneof(fc.constantFrom(...units), fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 12 })
  .map((parts) => normalizeText(parts.join('')).text);

function compileOrNull(regex: string, flags: string): CompiledPattern | null {
  try {
    return compilePattern({ ...pattern({ regex: 'x' }), regex, flags });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function spans(run: RunRegex, text: string): number[] {
  const all: number[] = [];
  for (let hit = run(text, 0); hit !== null; hit = run(text, hit.end)) all.push(hit.start, hit.end);
  return all;
}

it('whatever pattern is accepted, both engines find the same spans with it in any normalised text', () => {
  let accepted = 0;
  const flags = fc.constantFrom('', 'i', 'm', 's', 'ims');
  fc.assert(
    fc.property(regexes, flags, fc.array(texts, { minLength: 3, maxLength: 3 }), (regex, flags, subjects) => {
      const compiled = compileOrNull(regex, flags);
      if (compiled === null) return;
      accepted += 1;
      for (const text of subjects) expect(spans(compiled.fast, text)).toEqual(spans(compiled.linear, text));
    }),
    { numRuns: 4000 },
  );
  expect(accepted).toBeGreaterThan(1000);
});
