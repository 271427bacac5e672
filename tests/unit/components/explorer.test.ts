import { describe, expect, test } from 'vitest';
import { countWords } from '#components/events/count-words.ts';
import { exactFiltersOf, exactLabel, exactValue, oppositeKey } from '#components/events/exact-filters.ts';
import { facetValues, searchValues } from '#components/events/facet-values.ts';
import { zoomWindow } from '#components/events/zoom-window.ts';

describe('the number of events', () => {
  const page = { rows: 50, hasMore: true };
  test('is exact, or marked as an estimate', () => {
    expect(countWords({ total: 12_408, estimated: false }, page)).toBe('12,408 events');
    expect(countWords({ total: 1, estimated: false }, page)).toBe('1 event');
    expect(countWords({ total: 1_234_567, estimated: true }, page)).toBe('≈ 1.2M events');
  });
  test('is what the page tells while it is not counted', () => {
    expect(countWords(null, page)).toBe('50+ events');
    expect(countWords({ total: null, estimated: false }, page)).toBe('50+ events');
    expect(countWords(null, { rows: 3, hasMore: false })).toBe('3 events');
    expect(countWords(null, { rows: 0, hasMore: false })).toBe('');
  });
});

describe('the values of a facet', () => {
  const facet = {
    values: [
      { value: 'pass', label: 'pass', count: 90 },
      { value: null, label: 'none', count: 10 },
    ],
    more: false,
  };
  test('mark what is filtered by and what is left out', () => {
    expect(facetValues('verdict', facet, [{ key: 'verdict', value: 'none' }])).toEqual([
      { value: 'pass', text: 'Pass', count: 90, state: null },
      { value: 'none', text: 'none', count: 10, state: 'only' },
    ]);
    expect(facetValues('verdict', facet, [{ key: 'not.verdict', value: 'pass' }])[0]?.state).toBe('not');
  });
  test('hold what is filtered by also when it is rare, or gone', () => {
    const rare = facetValues('category', { values: [], more: true }, [{ key: 'category', value: 'odd' }]);
    expect(rare).toEqual([{ value: 'odd', text: 'odd', count: null, state: 'only' }]);
    expect(facetValues('category', null, [])).toEqual([]);
    const gone = facetValues('verdict', facet, [{ key: 'verdict', value: 'block' }]);
    expect(gone[0]).toEqual({ value: 'block', text: 'Block', count: 0, state: 'only' });
  });
  test('are found by their letters', () => {
    const values = facetValues('verdict', facet, []);
    expect(searchValues(values, ' PA ').map(({ text }) => text)).toEqual(['Pass']);
    expect(searchValues(values, '')).toEqual(values);
  });
});

describe('filters', () => {
  test('by a facet, or without it, are read from the address and named', () => {
    const search = new URLSearchParams('verdict=block&not.category=checkout&not.session_id=s&order=up');
    expect(exactFiltersOf(search)).toEqual([
      { key: 'verdict', value: 'block' },
      { key: 'not.category', value: 'checkout' },
    ]);
    expect([exactLabel('verdict'), exactLabel('not.category')]).toEqual(['Verdict', 'Category is not']);
    expect([oppositeKey('name'), oppositeKey('not.name')]).toEqual(['not.name', 'name']);
  });
  test('say the word of a state and the name of a client', () => {
    const id = '01a1fd93-8dcb-701a-898d-0242d569ca59';
    expect(exactValue('not.status', 'processed')).toBe('Processed');
    expect(exactValue('client', id, { [id]: 'Shop' })).toBe('Shop');
    expect(exactValue('client', id)).toBe('01a1fd93…ca59');
    expect(exactValue('severity', 'none')).toBe('none');
  });
});

test('zooming in never shows more than was counted: bars lie on a grid, the window need not', () => {
  const stats = { from: '2026-11-21T10:02:00.000Z', to: '2026-11-21T11:00:00.000Z', bucket_seconds: 300 };
  const bars = { first: '2026-11-21T10:00:00.000Z', last: '2026-11-21T10:05:00.000Z' };
  expect(zoomWindow(stats, bars, { from: stats.from })).toEqual({
    kind: 'exact',
    from: '2026-11-21T10:02:00.000Z',
    to: '2026-11-21T10:10:00.000Z',
  });
  expect(zoomWindow(stats, bars, {})).toMatchObject({ from: bars.first });
  expect(zoomWindow(stats, bars, { to: '2026-11-21T10:07:00.000Z' })).toMatchObject({
    to: '2026-11-21T10:07:00.000Z',
  });
});
