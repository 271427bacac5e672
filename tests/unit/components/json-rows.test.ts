import { expect, test } from 'vitest';
import { childPath, JSON_PAGE, jsonRows, splitMasked } from '#components/ui/json-rows.ts';

const folded = { isOpen: (_: string, depth: number) => depth < 2, shown: () => JSON_PAGE };

test('branches below the second level start folded and say how much they hold', () => {
  const rows = jsonRows({ data: { card: { brand: 'visa', last4: '1111' } } }, folded);
  expect(rows.map((row) => row.path)).toEqual(['', 'data', 'data.card']);
  expect(rows.at(-1)).toMatchObject({ kind: 'object', value: 2, open: false });
});

test('a long list shows its first hundred and the number of the rest', () => {
  const rows = jsonRows(
    Array.from({ length: 130 }, (_, index) => index),
    folded,
  );
  expect(rows).toHaveLength(1 + JSON_PAGE + 1);
  expect(rows.at(-1)).toMatchObject({ kind: 'more', value: 30 });
});

test('an empty branch is never open', () => {
  expect(jsonRows({}, folded)[0]).toMatchObject({ open: false, value: 0 });
});

test('a key that is no plain word is quoted in the path', () => {
  expect(childPath('data', 'odd key')).toBe('data["odd key"]');
  expect(childPath('data.items', 3)).toBe('data.items[3]');
  expect(childPath('', 'data')).toBe('data');
});

test('masked spans are told from the text around them', () => {
  expect(splitMasked('Card 4111 •••• •••• 1111')).toEqual([
    { text: 'Card 4111 ', masked: false },
    { text: '•••• ••••', masked: true },
    { text: ' 1111', masked: false },
  ]);
  expect(splitMasked('one • bullet')).toEqual([{ text: 'one • bullet', masked: false }]);
});
