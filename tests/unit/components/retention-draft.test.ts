import { describe, expect, it } from 'vitest';
import { deletesMore, draftOf, inputOf, shortens, withRule } from '#components/retention/retention-draft.ts';
import { type RetentionPreview, RetentionRules } from '#lib/retention/schema.ts';

const SAVED = { version: 3, updated_at: '', default_days: 30, rules: [{ category: 'audit', days: 365 }] };
const preview = (events: number, estimated = false): RetentionPreview => ({
  today: '2026-11-25',
  next_run_at: '2026-11-25T23:17:00Z',
  estimated,
  days: [],
  categories: [],
  going: { days: 0, events, bytes: 0 },
});

describe('a draft', () => {
  it('says the same as what it was made from', () => {
    expect(inputOf(draftOf(SAVED))).toEqual({ default_days: 30, rules: SAVED.rules });
  });

  it('takes an emptied number for no number, and not for zero', () => {
    const emptied = inputOf({ ...draftOf(SAVED), defaultDays: ' ' });
    expect(RetentionRules.safeParse(emptied).error?.issues[0]?.path).toEqual(['default_days']);
  });

  it('gets rules that are told apart, whichever were removed before', () => {
    const first = withRule(withRule(draftOf(SAVED), 'a'), 'b');
    const again = withRule({ ...first, rules: first.rules.slice(1) }, 'c');
    expect(new Set(again.rules.map(({ id }) => id)).size).toBe(3);
    expect(again.rules.at(-1)).toMatchObject({ category: 'c', days: '30' });
  });
});

describe('keeping events for less time', () => {
  const rules = SAVED.rules;
  it.each([
    ['a lower default', { default_days: 29, rules }, true],
    ['a lower rule', { default_days: 30, rules: [{ category: 'audit', days: 364 }] }, true],
    ['a rule below the default', { default_days: 30, rules: [...rules, { category: 'x', days: 3 }] }, true],
    ['a longer rule that is removed', { default_days: 30, rules: [] }, true],
    ['nothing changed', { default_days: 30, rules }, false],
    ['more for everybody', { default_days: 60, rules: [{ category: 'audit', days: 400 }] }, false],
    ['a rule above the default', { default_days: 30, rules: [...rules, { category: 'x', days: 31 }] }, false],
  ])('is %s: %#', (_, after, expected) => {
    expect(shortens(SAVED, after)).toBe(expected);
  });

  it('has to be confirmed when more is deleted, or when nobody can be sure', () => {
    expect(deletesMore(preview(0), preview(1))).toBe(true);
    expect(deletesMore(preview(5), preview(5))).toBe(false);
    expect(deletesMore(preview(0), preview(0, true))).toBe(true);
  });
});
