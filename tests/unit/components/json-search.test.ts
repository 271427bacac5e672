import { expect, test } from 'vitest';
import { jsonRows } from '#components/ui/json-rows.ts';
import { searchJson } from '#components/ui/json-search.ts';

const folded = { isOpen: () => false, shown: () => 100 };

test('names and values are found in whatever case, in the order of the document', () => {
  const document = { Order: { total: 12, note: 'paid' }, list: ['x', { paid: true }] };
  expect(searchJson(document, 'PAID').paths).toEqual(['Order.note', 'list[1].paid']);
  expect(searchJson(document, 'order').paths).toEqual(['Order']);
  expect(searchJson(document, '12').paths).toEqual(['Order.total']);
  expect(searchJson(document, 'true').paths).toEqual(['list[1].paid']);
});

test('nothing is found by nothing, or by the number of a place in a list', () => {
  expect(searchJson({ a: ['x', 'y'] }, ' ').paths).toEqual([]);
  expect(searchJson({ a: ['x', 'y'] }, '1').paths).toEqual([]);
});

test('every branch on the way to a match is opened, as far as the match', () => {
  const document = { deep: { list: Array.from({ length: 150 }, (_, i) => ({ sku: `s${i}` })) } };
  const { open, paths } = searchJson(document, 's149');
  expect(paths).toEqual(['deep.list[149].sku']);
  const rows = jsonRows(document, {
    isOpen: (path) => open.has(path),
    shown: (path) => open.get(path) ?? folded.shown(),
  });
  expect(rows.map(({ path }) => path)).toContain('deep.list[149].sku');
});

test('a search ends at its limit and says so', () => {
  const many = Array.from({ length: 500 }, () => 'same');
  expect(searchJson(many, 'same')).toMatchObject({ isCut: true, paths: { length: 200 } });
  expect(searchJson(['same'], 'same').isCut).toBe(false);
});
