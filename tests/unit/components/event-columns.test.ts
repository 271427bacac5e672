import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addFault,
  DEFAULT_COLUMNS,
  moved,
  readColumns,
  withPath,
  writeColumns,
} from '#components/events/columns/column-list.ts';
import { columnPathOf, leafPaths, valueFilter } from '#components/events/columns/path-values.ts';

const key = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => !/[,\n\r\u2028\u2029]/.test(text));
const path = fc.tuple(fc.constantFrom('data', 'attributes'), key).map(([root, rest]) => `${root}.${rest}`);
const shown = fc
  .tuple(
    fc.shuffledSubarray(DEFAULT_COLUMNS.filter((id) => id !== 'time')),
    fc.uniqueArray(path, { maxLength: 10 }),
  )
  .map(([ids, paths]) => ['time', ...ids, ...paths]);

describe('the columns in the address', () => {
  it('are read as they were written, in any order and with any path', () => {
    fc.assert(
      fc.property(shown, (ids) => {
        const written = writeColumns(ids);
        const search = new URLSearchParams(written === null ? {} : { columns: written });
        expect(readColumns(new URLSearchParams(search.toString()).get('columns'))).toEqual(ids);
      }),
    );
  });

  it('are not written while they are those that are shown anyway', () => {
    expect(writeColumns(DEFAULT_COLUMNS)).toBeNull();
    expect(writeColumns(['time', 'name'])).toBe('time,name');
  });

  it('keep the time first and leave out what is no column, for whatever text stands there', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ids = readColumns(text);
        expect(ids[0]).toBe('time');
        expect(new Set(ids).size).toBe(ids.length);
        expect(readColumns(writeColumns(ids))).toEqual(ids);
      }),
    );
    expect(readColumns('name,mood,data.a,data.,time,name')).toEqual(['time', 'name', 'data.a']);
  });

  it('hold ten paths and no more', () => {
    const eleven = Array.from({ length: 11 }, (_, i) => `data.k${i}`);
    expect(readColumns(['time', ...eleven].join(','))).toHaveLength(11);
    expect(addFault(['time', ...eleven.slice(0, 10)], 'data.more')).toMatch(/At most 10/);
  });
});

describe('a column', () => {
  it('moves by one place and never before the time or beyond the end', () => {
    const ids = ['time', 'name', 'verdict'];
    expect(moved(ids, 'verdict', -1)).toEqual(['time', 'verdict', 'name']);
    expect(moved(ids, 'name', -1)).toEqual(ids);
    expect(moved(ids, 'verdict', 1)).toEqual(ids);
    expect(moved(ids, 'time', 1)).toEqual(ids);
    fc.assert(
      fc.property(shown, fc.nat(), fc.constantFrom(1 as const, -1 as const), (all, pick, by) => {
        const id = all[pick % all.length] ?? 'time';
        expect([...moved(all, id, by)].toSorted()).toEqual(all.toSorted());
      }),
    );
  });

  it('of a path stands behind the other paths, or behind the name', () => {
    expect(withPath(['time', 'name', 'verdict'], 'data.a')).toEqual(['time', 'name', 'data.a', 'verdict']);
    expect(withPath(['time', 'data.a', 'name'], 'data.b')).toEqual(['time', 'data.a', 'data.b', 'name']);
    expect(withPath(['time', 'id'], 'data.a')).toEqual(['time', 'data.a', 'id']);
  });

  it('is refused with the reason', () => {
    expect(addFault(['time'], '')).toMatch(/is not a path/);
    expect(addFault(['time'], 'order.total')).toMatch(/is not a path/);
    expect(addFault(['time'], 'data.a,b')).toMatch(/comma/);
    expect(addFault(['time', 'data.a'], 'data.a')).toMatch(/shown already/);
    expect(addFault(['time'], 'data.a')).toBeNull();
  });
});

describe('a value in a column', () => {
  it('offers the filter of its place, or says why there is none', () => {
    expect(valueFilter({ path: 'data.order.total', value: 12.5, isCut: false })).toEqual({
      key: 'data.order.total',
      value: '12.5',
    });
    expect(valueFilter({ path: 'data.paid', value: false, isCut: false })).toEqual({
      key: 'data.paid',
      value: 'false',
    });
    for (const offer of [
      { path: 'attributes.brand', value: 'x', isCut: false },
      { path: 'data.a', value: 'x', isCut: true },
      { path: 'data.a', value: null, isCut: false },
      { path: 'data.a', value: [1], isCut: false },
    ]) {
      expect(valueFilter(offer)).toEqual(expect.any(String));
    }
  });
});

describe('places of the content', () => {
  it('become the path of a column, unless the list cannot be asked for them', () => {
    expect(columnPathOf('order.items[0].price')).toBe('data.order.items.0.price');
    expect(columnPathOf('["odd key"]')).toBe('data.odd key');
    expect(columnPathOf('["a.b"]')).toBeNull();
    expect(columnPathOf('["a,b"]')).toBeNull();
    expect(columnPathOf('')).toBeNull();
  });

  it('are suggested by the leaves of a document, with the first of every list', () => {
    const document = {
      order: { total: 1, items: [{ sku: 'a' }, { sku: 'b' }] },
      'a.b': 1,
      'a,b': 1,
      none: {},
    };
    expect(leafPaths('data', document)).toEqual(['data.order.total', 'data.order.items.0.sku']);
    expect(leafPaths('data', 'text')).toEqual([]);
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));
    expect(leafPaths('data', wide)).toHaveLength(200);
  });
});
