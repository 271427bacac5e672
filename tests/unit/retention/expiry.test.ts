import { describe, expect, it } from 'vitest';
import { addDays, dayOf, expiredPart, goesOn, isExpired } from '#lib/retention/expiry.ts';

describe('a day', () => {
  it('is one of UTC, and is counted on over months and leap days', () => {
    expect(dayOf(new Date('2026-11-25T23:30:00-02:00'))).toBe('2026-11-26');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('goes once its last moment is as old as was promised', () => {
    expect(goesOn('2026-11-01', 1)).toBe('2026-11-03');
    expect(isExpired('2026-11-01', 1, '2026-11-02')).toBe(false);
    expect(isExpired('2026-11-01', 1, '2026-11-03')).toBe(true);
  });
});

describe('what has expired of a day', () => {
  const rules = {
    default_days: 30,
    rules: [
      { category: 'noise', days: 3 },
      { category: 'audit', days: 365 },
      { category: 'same', days: 30 },
    ],
  };
  it.each([
    ['nothing, while the day is young', '2026-11-23', null],
    ['a category with a shorter time', '2026-11-20', { listed: 'expired', categories: ['noise'] }],
    ['all but a category with a longer time', '2026-10-01', { listed: 'kept', categories: ['audit'] }],
    ['everything', '2025-01-01', { listed: 'kept', categories: [] }],
  ])('is %s', (_, day, part) => {
    expect(expiredPart(rules, day, '2026-11-25')).toEqual(part);
  });
});
