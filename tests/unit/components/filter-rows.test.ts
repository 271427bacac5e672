import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FilterRow,
  filterOf,
  readValue,
  rowsOf,
  writeValue,
} from '#components/destinations/choosing/filter-rows.ts';
import { pathsOf, valuesOf } from '#components/destinations/choosing/known-places.ts';
import { Filter } from '#lib/platform/filter.ts';
import { matchesFilter } from '#lib/platform/match-filter.ts';

describe('a value beside a path', () => {
  it.each([
    ['data.n', 12, '12'],
    ['data.n', '12', '"12"'],
    ['data.n', 'twelve', 'twelve'],
    ['data.n', true, 'true'],
    ['data.n', 'true', '"true"'],
    ['data.n', null, 'null'],
    ['data.n', '', '""'],
    ['data.n', ' x ', '" x "'],
    ['data.n', '"x"', '"\\"x\\""'],
    ['category', '12', '12'],
    ['category', 'true', 'true'],
    ['session_id', null, 'null'],
    ['session_id', 'null', '"null"'],
  ])('%s: %j is written %s, and read back', (path, value, text) => {
    expect(writeValue(value, path)).toBe(text);
    expect(readValue(text, path)).toBe(value);
  });

  it('is read back as it was, whatever it is', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(scalar, (value) => {
        expect(readValue(writeValue(value, 'data.x'), 'data.x')).toEqual(Object.is(value, -0) ? 0 : value);
        if (typeof value === 'string') expect(readValue(writeValue(value, 'name'), 'name')).toBe(value);
      }),
    );
  });
});

describe('a filter as rows', () => {
  it.each<[Filter]>([
    [{}],
    [{ category: 'orders', 'data.n': { gt: 1, lt: 5 } }],
    [{ severity: { in: ['high', 'critical'] }, client: { exists: true }, session_id: null }],
    [{ 'data.n': { gt: 1 }, and: [{ 'data.n': { gt: 2 } }] }],
    [{ or: [{ category: 'a' }, { 'data.x': { exists: false } }] }],
    [{ or: [{ category: 'a' }] }],
  ])('%j comes back as it was', (filter) => {
    const rows = rowsOf(filter);
    expect(rows).not.toBeNull();
    expect(rows && filterOf(rows)).toEqual(filter);
  });

  it.each<[Filter]>([
    [{ not: { category: 'a' } }],
    [{ or: [{ category: 'a', name: 'b' }] }],
    [{ or: [{ category: 'a' }], name: 'b' }],
    [{ and: [{ or: [{ category: 'a' }] }] }],
    [{ or: [{}] }],
  ])('%j says more than rows can', (filter) => {
    expect(rowsOf(filter)).toBeNull();
  });

  it('means the same, whatever the rows', () => {
    const row = fc.record({
      path: fc.constantFrom('category', 'data.a', 'data.b'),
      operator: fc.constantFrom(...(['eq', 'ne', 'in', 'gt', 'lt', 'exists', 'missing'] as const)),
      values: fc.array(fc.constantFrom('1', '2', 'a', '"1"'), { minLength: 1, maxLength: 1 }),
    });
    const document = fc.record({
      category: fc.constantFrom('1', 'a'),
      data: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(1, 2, '1', 'a')),
    });
    const single = (one: FilterRow) => filterOf({ join: 'all', rows: [one] }) as Filter;
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        fc.constantFrom('all' as const, 'any' as const),
        document,
        (rows, join, doc) => {
          const filter = Filter.parse(filterOf({ join, rows }));
          const each = rows.map((one) => matchesFilter(single(one), doc));
          const expected = rows.length === 0 || (join === 'all' ? each.every(Boolean) : each.some(Boolean));
          expect(matchesFilter(filter, doc)).toBe(expected);
          const again = rowsOf(filter);
          expect(again && matchesFilter(filterOf(again) as Filter, doc)).toBe(expected);
        },
      ),
    );
  });
});

describe('what is suggested', () => {
  const event = {
    name: 'order',
    attributes: { brand: 'x' },
    data: { items: [{ sku: 'a-1' }, 2], 'a b': true },
  };
  it('are the places of every event, and those of this one', () => {
    expect(pathsOf(undefined)).toContain('client.name');
    expect(pathsOf(event)).toEqual(
      expect.arrayContaining(['attributes.brand', 'data.items[0].sku', 'data.items[1]', 'data["a b"]']),
    );
  });

  it('are the values that there are, or the one of this event', () => {
    expect(valuesOf(event, 'severity')).toEqual(['low', 'medium', 'high', 'critical']);
    expect(valuesOf(event, 'data.items[0].sku')).toEqual(['a-1']);
    expect(valuesOf(event, 'data.items')).toEqual([]);
    expect(valuesOf(undefined, 'data.')).toEqual([]);
  });
});
