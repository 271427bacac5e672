import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildKeywordGate } from '#lib/dlp/keyword-gate.ts';

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'é', 'É', '@'),
  minLength: 1,
  maxLength: 5,
});
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'é', 'É', '@', ' '), maxLength: 60 });

const gateOf = (keywords: string[]) =>
  buildKeywordGate(
    new Map(
      keywords.map((keyword) => [
        keyword,
        keywords.flatMap((other, index) => (other === keyword ? [index] : [])),
      ]),
    ),
  );

function naive(keywords: string[], text: string): string[] {
  const hits: string[] = [];
  const folded = text.toLowerCase();
  for (let end = 1; end <= text.length; end += 1) {
    keywords.forEach((keyword, index) => {
      if (folded.slice(0, end).endsWith(keyword.toLowerCase())) hits.push(`${index}@${end}`);
    });
  }
  return hits.sort();
}

it('finds exactly the keywords that searching one by one finds', () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), texts, (keywords, text) => {
      const hits: string[] = [];
      gateOf(keywords)(text, (index, end) => hits.push(`${index}@${end}`));
      expect(hits.sort()).toEqual(naive(keywords, text));
    }),
    { numRuns: 1000 },
  );
});

it('without keywords nothing is found', () => {
  let hits = 0;
  gateOf([])('anything', () => {
    hits += 1;
  });
  expect(hits).toBe(0);
});
