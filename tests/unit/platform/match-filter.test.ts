import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter } from '#lib/platform/filter.ts';
import { parseStoredJson } from '#lib/platform/json.ts';
import { asksFor, matchesFilter, whyNotTaken } from '#lib/platform/match-filter.ts';

const takes = (condition: unknown, json: string): boolean =>
  matchesFilter({ 'data.v': condition } as Filter, { data: parseStoredJson(json) });

describe('a condition', () => {
  it.each<[string, unknown, string, boolean]>([
    ['types never equal', '1', '{"v":1}', false],
    ['types never equal', 1, '{"v":"1"}', false],
    ['types never equal', true, '{"v":"true"}', false],
    ['types never equal', 0, '{"v":false}', false],
    ['types never equal', 0, '{"v":null}', false],
    ['a list equals nothing', 'a', '{"v":["a"]}', false],
    ['null is null', null, '{"v":null}', true],
    ['missing is no null', null, '{}', false],
    ['missing is in nothing', { in: [null, 1] }, '{}', false],
    ['missing differs from everything', { ne: 1 }, '{}', true],
    ['missing differs from null too', { ne: null }, '{}', true],
    ['null differs from a value', { ne: 1 }, '{"v":null}', true],
    ['null is not different from null', { ne: null }, '{"v":null}', false],
    ['another type differs', { ne: 1 }, '{"v":"1"}', true],
    ['null exists', { exists: true }, '{"v":null}', true],
    ['missing does not', { exists: false }, '{}', true],
    ['missing is not above', { gt: -1 }, '{}', false],
    ['null is not below', { lt: 1 }, '{"v":null}', false],
    ['a text is not above a number', { gt: 1 }, '{"v":"2"}', false],
    ['a number is not above a text', { gt: '1' }, '{"v":2}', false],
    ['texts by their codes', { gt: 'B' }, '{"v":"a"}', true],
    ['texts by their codes', { gt: '10' }, '{"v":"9"}', true],
    ['a day is its beginning in UTC', { gt: '2026-11-25' }, '{"v":"2026-11-25T00:00:00.001Z"}', true],
    ['moments, whatever zone', { lt: '2026-11-25T12:00:00Z' }, '{"v":"2026-11-25T13:30:00+02:00"}', true],
    ['moments, whatever zone', { gt: '2026-11-25T12:00:00Z' }, '{"v":"2026-11-25T13:30:00+02:00"}', false],
    ['moments, whatever digits', { gt: '2026-11-25T12:00:00Z' }, '{"v":"2026-11-25 12:00:00.5"}', true],
    ['no moment is beyond a moment', { gt: '2026-11-25' }, '{"v":"later"}', false],
    ['a moment is beyond a text', { gt: '2' }, '{"v":"2026-11-25"}', true],
    ['a moment equals its text alone', '2026-11-25T12:00:00Z', '{"v":"2026-11-25T12:00:00.000Z"}', false],
    ['2^53 + 1 equals its digits', '9007199254740993', '{"v":9007199254740993}', true],
    ['2^53 + 1 is not 2^53', '9007199254740992', '{"v":9007199254740993}', false],
    ['2^53 + 1 is in', { in: ['9007199254740993'] }, '{"v":9007199254740993}', true],
    ['2^53 equals its digits', '9007199254740992', '{"v":9007199254740992}', true],
    ['a small number does not', '12', '{"v":12}', false],
    ['digits in other forms', '9007199254740993.0', '{"v":9007199254740993}', true],
    ['a long fraction', '0.12345678901234567891', '{"v":0.12345678901234567891}', true],
    ['above by its last digit', { gt: 9007199254740992 }, '{"v":9007199254740993}', true],
    ['below by its last digit', { lt: 0.1234567890123457 }, '{"v":0.123456789012345678901}', true],
    ['negative and long', { lt: -9007199254740992 }, '{"v":-9007199254740993}', true],
    ['larger than any double', { gt: 1e300 }, '{"v":1e400}', true],
    ['-0 is 0', 0, '{"v":-0}', true],
  ])('%s: %j takes %s: %s', (_why, condition, json, answer) => {
    expect(takes(condition, json)).toBe(answer);
  });

  it('enters lists by their indexes alone, and no number by its digits', () => {
    const document = { data: parseStoredJson('{"list":[1,2],"n":12345678901234567890}') };
    for (const path of ['data.list.length', 'data.list.x', 'data.n.rawJSON', 'data.list[2]', 'data.list.01'])
      expect(matchesFilter({ [path]: { exists: true } }, document)).toBe(false);
    expect(matchesFilter({ 'data.list[1]': 2, 'data.list.0': 1 }, document)).toBe(true);
  });

  it('finds members of any name', () => {
    const document = { data: { 'a b': { 'x"y': [7] }, größe: 3, '@type': 't' } };
    expect(
      matchesFilter({ 'data["a b"]["x\\"y"][0]': 7, 'data.größe': 3, 'data.@type': 't' }, document),
    ).toBe(true);
  });
});

describe('why an event is not taken', () => {
  const document = { category: 'Shop', data: { n: 5, tags: ['a'] } };
  const why = (filter: Filter) =>
    whyNotTaken(filter, document).map(({ at, operator, negated, found }) => [at, operator, negated, found]);

  it.each<[Filter, unknown[]]>([
    [{}, []],
    [{ category: 'Shop' }, []],
    [{ category: 'shop', 'data.n': { gt: 4 } }, [['category', 'eq', false, 'Shop']]],
    [
      { 'data.n': { gt: 5, lt: 5 } },
      [
        ['data.n', 'gt', false, 5],
        ['data.n', 'lt', false, 5],
      ],
    ],
    [
      { or: [{ category: 'x' }, { and: [{ 'data.n': 5 }, { 'data.x': 1 }] }] },
      [
        ['or[0].category', 'eq', false, 'Shop'],
        ['or[1].and[1].data.x', 'eq', false, undefined],
      ],
    ],
    [{ not: { category: 'Shop' } }, [['not.category', 'eq', true, 'Shop']]],
    [{ not: { not: { category: 'x' } } }, [['not.not.category', 'eq', false, 'Shop']]],
    [{ not: { or: [{ category: 'x' }, { 'data.n': 5 }] } }, [['not.or[1].data.n', 'eq', true, 5]]],
    [{ not: {} }, []],
  ])('%j', (filter, expected) => {
    expect(why(filter)).toEqual(expected);
  });
});

describe('the model', () => {
  // Another way to the same answers: every condition as a sentence of three-valued comparison over tagged values.
  type Tagged =
    | readonly ['missing']
    | readonly ['other']
    | readonly [string, string | number | boolean | null];
  const tag = (value: unknown): Tagged => {
    if (value === undefined) return ['missing'];
    if (value === null) return ['null', null];
    if (typeof value === 'object') return ['other'];
    return [typeof value, value as string | number | boolean];
  };
  const pick = (document: unknown, [root = '', ...rest]: string[]): unknown => {
    if (root === '') return document;
    const members = new Map<string, unknown>(
      Array.isArray(document)
        ? document.map((item, i): [string, unknown] => [String(i), item])
        : typeof document === 'object' && document !== null
          ? Object.entries(document)
          : [],
    );
    return members.has(root) ? pick(members.get(root), rest) : undefined;
  };
  const same = (a: Tagged, b: Tagged): boolean =>
    a.length === 2 && b.length === 2 && a[0] === b[0] && a[1] === b[1];
  const compare = (a: Tagged, b: Tagged): '<' | '=' | '>' | '?' => {
    if (a.length !== 2 || b.length !== 2 || a[0] !== b[0] || !['string', 'number'].includes(a[0])) return '?';
    const [x, y] = [a[1] as string, b[1] as string];
    return x === y ? '=' : x < y ? '<' : '>';
  };
  type Condition = Record<string, unknown>;
  const meets = (value: Tagged, condition: Condition): boolean => {
    const failures = Object.entries(condition).filter(([operator, bound]) => {
      if (operator === 'eq') return !same(value, tag(bound));
      if (operator === 'ne') return same(value, tag(bound));
      if (operator === 'in') return !(bound as unknown[]).map(tag).some((one) => same(value, one));
      if (operator === 'gt') return compare(value, tag(bound)) !== '>';
      if (operator === 'lt') return compare(value, tag(bound)) !== '<';
      return (value[0] !== 'missing') !== bound;
    });
    return failures.length === 0;
  };
  const model = (filter: Filter, document: unknown): boolean => {
    let answer = true;
    for (const [key, inner] of Object.entries(filter)) {
      if (key === 'and') answer &&= !(inner as Filter[]).some((part) => !model(part, document));
      else if (key === 'or') answer &&= !(inner as Filter[]).every((part) => !model(part, document));
      else if (key === 'not') answer &&= !model(inner as Filter, document);
      else {
        const condition = typeof inner === 'object' && inner !== null ? (inner as Condition) : { eq: inner };
        answer &&= meets(tag(pick(document, key.replace(/\[(\d+)\]/g, '.$1').split('.'))), condition);
      }
    }
    return answer;
  };

  const scalar = fc.oneof(
    fc.constantFrom('', 'a', 'b', '1', 'true'),
    fc.integer({ min: -2, max: 2 }),
    fc.boolean(),
    fc.constant(null),
  );
  const bound = fc.oneof(fc.constantFrom('', 'a', '1'), fc.integer({ min: -2, max: 2 }));
  const condition = fc
    .record(
      {
        eq: scalar,
        ne: scalar,
        in: fc.array(scalar, { minLength: 1, maxLength: 4 }),
        gt: bound,
        lt: bound,
        exists: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .filter((made) => Object.keys(made).length > 0);
  const path = fc.stringMatching(/^[ab](\.[ab]|\[[01]\]){0,2}$/);
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.dictionary(path, fc.oneof(scalar, condition), { maxKeys: 3 }),
      fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
      tie('filter').map((not) => ({ not })),
    ) as fc.Arbitrary<Filter>,
  }));
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('node'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b'), tie('node')),
    ),
  }));

  it('agrees about every filter and document', () => {
    fc.assert(
      fc.property(filter, node, (one, document) => {
        expect(matchesFilter(one, document)).toBe(model(one, document));
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds whatever is named as the reason against what is not taken', () => {
    fc.assert(
      fc.property(filter, node, (one, document) => {
        for (const { path: at, operator, expected, negated } of whyNotTaken(one, document))
          expect(matchesFilter({ [at]: { [operator]: expected } } as Filter, document)).toBe(negated);
        if (matchesFilter(one, document)) expect(whyNotTaken(one, document)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('compares whole numbers of any length as whole numbers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.maxSafeInteger(), (large, small) => {
        const document = { data: parseStoredJson(`{"v":${large}}`) };
        const isAbove = large > BigInt(small);
        expect(matchesFilter({ 'data.v': { gt: small } }, document)).toBe(isAbove);
        expect(matchesFilter({ 'data.v': { lt: small } }, document)).toBe(large < BigInt(small));
        const isLarge = large > BigInt(Number.MAX_SAFE_INTEGER) || large < BigInt(Number.MIN_SAFE_INTEGER);
        expect(matchesFilter({ 'data.v': String(large) }, document)).toBe(isLarge);
        expect(matchesFilter({ 'data.v': String(large + 1n) }, document)).toBe(false);
      }),
    );
  });
});

it('says which roots a filter asks for', () => {
  const filter: Filter = { or: [{ category: 'x' }, { not: { 'data.a': 1 } }] };
  expect(asksFor(filter, 'data')).toBe(true);
  expect(asksFor(filter, 'attributes')).toBe(false);
});
