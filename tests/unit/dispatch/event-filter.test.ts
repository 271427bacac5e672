import { describe, expect, it } from 'vitest';
import { EventFilter } from '#lib/dispatch/choosing/schema.ts';
import { EnrichmentRuleInput } from '#lib/enrichment/schema.ts';

const faults = (filter: unknown): string[] => {
  const result = EventFilter.safeParse(filter);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a filter of a destination', () => {
  it.each([
    {},
    { category: 'orders', name: { gt: 'a' } },
    { severity: { in: ['high', 'critical'] }, verdict: 'redact' },
    { severity: null, session_id: null, external_id: { ne: null } },
    { client: { exists: true }, 'client.name': 'Shop', source: null, 'source.id': { ne: 'x' } },
    { timestamp: { gt: '2026-11-25', lt: '2026-12-01T00:00:00+01:00' } },
    { 'data.anything[0]["at all"]': 1, 'attributes.brand': { exists: false }, data: { exists: true } },
    { or: [{ 'data.n': { gt: 2 ** 53 } }] },
  ])('%j is taken', (filter) => {
    expect(faults(filter)).toEqual([]);
  });

  it.each<[unknown, RegExp]>([
    [{ catgory: 'x' }, /^catgory: is not known here: did you mean category\?/],
    [{ Severity: 'high' }, /did you mean severity\?/],
    [{ 'dta.user.id': 1 }, /did you mean data\.user\.id\?/],
    [{ amount: 5 }, /did you mean data\.amount\?/],
    [{ sessionId: 'x' }, /did you mean session_id\?/],
    [{ 'client.nam': 'x' }, /client has client\.id and client\.name/],
    [{ 'category.x': 'y' }, /category is a text and has nothing inside/],
    [{ or: [{ category: 'x' }, { not: { foo: 1 } }] }, /^or\.1\.not\.foo: /],
    [{ severity: 'hihg' }, /^severity: severity is never "hihg", did you mean high\?/],
    [{ severity: { gt: 'low' } }, /severity has no order/],
    [{ verdict: null }, /verdict is never null/],
    [{ category: null }, /category is never null/],
    [{ category: 5 }, /category is a text and never equals 5/],
    [{ name: { in: ['a', true] } }, /never equals true/],
    [{ name: { lt: 5 } }, /cannot be compared with a number/],
    [{ client: 'Shop' }, /client is no single value/],
    [{ timestamp: { gt: 'yesterday' } }, /compared with a moment such as/],
    [{ 'data.id': 2 ** 70 }, /write it as a text, in quotes/],
    [{ 'data.id': { in: [1, 2 ** 60] } }, /write it as a text, in quotes/],
    [{ __proto__x: 1 }, /is not known here/],
    [{ constructor: 1 }, /is not known here/],
    [
      {
        and: Array.from({ length: 50 }, () => ({
          or: Array.from({ length: 11 }, () => ({ category: 'x' })),
        })),
      },
      /holds more than 500 conditions/,
    ],
  ])('%j is refused', (filter, message) => {
    expect(faults(filter)).toHaveLength(1);
    expect(faults(filter)[0]).toMatch(message);
  });
});

describe('a filter of an enrichment rule', () => {
  it('knows no verdict, which comes later', () => {
    const rule = { name: 'r', attributes: { a: 1 } };
    expect(EnrichmentRuleInput.safeParse({ ...rule, filter: { 'client.name': 'Shop' } }).success).toBe(true);
    expect(EnrichmentRuleInput.safeParse({ ...rule, filter: { verdict: 'pass' } }).success).toBe(false);
  });
});
