import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Filter } from '#lib/platform/filter.ts';
import { matchesFilter } from '#lib/platform/match-filter.ts';

const event = {
  category: 'checkout',
  severity: null,
  attributes: { brand: 'testBrand' },
  data: { amount: 12.5, paid: true, items: [{ sku: 'a-1' }, { sku: 'b-2' }], user: { id: 7 } },
};

const faults = (given: unknown): { path: string; message: string }[] => {
  const result = Filter.safeParse(given);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
};

describe('a filter', () => {
  it.each<[Filter, boolean]>([
    [{}, true],
    [{ category: 'checkout' }, true],
    [{ category: 'Checkout' }, false],
    [{ severity: null }, true],
    [{ missing: null }, false],
    [{ category: 'checkout', 'attributes.brand': 'other' }, false],
    [{ 'data.items[1].sku': 'b-2' }, true],
    [{ 'data.items.1.sku': 'b-2' }, true],
    [{ 'data.items[2].sku': { exists: false } }, true],
    [{ 'data.user.id': '7' }, false],
    [{ 'data.amount': { gt: 12, lt: 13 } }, true],
    [{ 'data.amount': { gt: 12.5 } }, false],
    [{ 'data.amount': { gt: '1' } }, false],
    [{ 'data.paid': { in: [1, 'true', true] } }, true],
    [{ 'data.paid': { ne: true } }, false],
    [{ 'data.gone': { ne: true } }, true],
    [{ 'data.gone': { exists: true } }, false],
    [{ or: [{ category: 'x' }, { 'data.paid': true }] }, true],
    [{ and: [{ category: 'checkout' }, { not: { 'data.paid': true } }] }, false],
    [{ not: {} }, false],
  ])('%j answers %s', (filter, answer) => {
    expect(faults(filter)).toEqual([]);
    expect(matchesFilter(filter, event)).toBe(answer);
  });

  it('sees nothing that the document only inherits', () => {
    expect(matchesFilter({ 'data.constructor': { exists: true } }, event)).toBe(false);
    expect(matchesFilter({ 'data.items.length': 2 }, { data: { items: 'ab' } })).toBe(false);
  });
});

describe('a filter that breaks a rule', () => {
  it.each<[unknown, string]>([
    [null, ''],
    ['all', ''],
    [[{}], ''],
    [{ 'data..x': 1 }, 'data..x'],
    [{ "a'; --": 1 }, "a'; --"],
    [{ category: {} }, 'category'],
    [{ category: { like: 'x' } }, 'category'],
    [{ category: { in: [] } }, 'category'],
    [{ or: [] }, 'or'],
    [{ or: {} }, 'or'],
    [{ and: [{}, { not: [] }] }, 'and.1.not'],
    [{ and: [{ or: [{ category: 'x' }, { category: { eq: {} } }] }] }, 'and.0.or.1.category'],
    [{ category: 'x'.repeat(1001) }, 'category'],
  ])('%j is refused with the path of the fault', (given, path) => {
    expect(faults(given).map((fault) => fault.path)).toEqual([path]);
  });

  it('that is nested without end is refused and not followed to its end', () => {
    let filter: unknown = {};
    for (let i = 0; i < 20_000; i++) filter = { not: filter };
    expect(faults(filter)).toHaveLength(1);
    expect(faults(filter)[0]?.message).toBe('is nested deeper than 8 levels');
  });
});

const scalar = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null));
const path = fc.stringMatching(/^[a-c](\.[a-c]|\[[0-2]\]){0,2}$/);
const condition = fc
  .record(
    {
      eq: scalar,
      ne: scalar,
      in: fc.array(scalar, { minLength: 1, maxLength: 4 }),
      gt: fc.integer(),
      lt: fc.integer(),
      exists: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .filter((made) => Object.keys(made).length > 0);
const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.dictionary(path, fc.oneof(scalar, condition), { maxKeys: 3 }),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
    tie('filter').map((not) => ({ not })),
  ) as fc.Arbitrary<Filter>,
}));
const { node: document } = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node')),
  ),
}));

describe('the grammar', () => {
  it('takes every filter that is made by it, as it is', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(Filter.parse(filter)).toBe(filter);
      }),
    );
  });

  it('keeps the laws of logic, whatever filter and document', () => {
    fc.assert(
      fc.property(anyFilter, anyFilter, document, (one, two, doc) => {
        const [a, b] = [matchesFilter(one, doc), matchesFilter(two, doc)];
        expect(matchesFilter({ not: one }, doc)).toBe(!a);
        expect(matchesFilter({ and: [one, two] }, doc)).toBe(a && b);
        expect(matchesFilter({ or: [one, two] }, doc)).toBe(a || b);
        expect(matchesFilter({ not: { and: [one, two] } }, doc)).toBe(
          matchesFilter({ or: [{ not: one }, { not: two }] }, doc),
        );
      }),
    );
  });

  it('a filter that was stored and read back means the same', () => {
    fc.assert(
      fc.property(anyFilter, document, (filter, doc) => {
        const stored = Filter.parse(JSON.parse(JSON.stringify(filter)));
        expect(matchesFilter(stored, doc)).toBe(matchesFilter(filter, doc));
      }),
    );
  });

  it('never throws anything but a refusal, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), document, (given, doc) => {
        const result = Filter.safeParse(given);
        if (result.success) expect([true, false]).toContain(matchesFilter(result.data, doc));
      }),
    );
  });
});
