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

test('a masked span carries the pattern that masked it', () => {
  const masks = [
    { text: '************1111', pattern: 'Card number' },
    { text: 'b***@***', pattern: 'E-mail address' },
  ];
  expect(splitMasked('card ************1111, mail b***@***', masks)).toEqual([
    { text: 'card ', masked: false, pattern: null },
    { text: '************1111', masked: true, pattern: 'Card number' },
    { text: ', mail ', masked: false, pattern: null },
    { text: 'b***@***', masked: true, pattern: 'E-mail address' },
  ]);
});

test('a mask nobody has named is still a mask, other asterisks are not', () => {
  expect(splitMasked('key ********', [{ text: 'gone', pattern: 'Card number' }])).toEqual([
    { text: 'key ', masked: false, pattern: null },
    { text: '********', masked: true, pattern: null },
  ]);
  expect(splitMasked('2 ** 8 is **bold**')).toEqual([
    { text: '2 ** 8 is **bold**', masked: false, pattern: null },
  ]);
});
