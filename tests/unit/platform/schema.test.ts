import { expect, it } from 'vitest';
import { Moment } from '#lib/platform/schema.ts';

it.each([
  ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05.000Z'],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
])('%s is the moment %s', (text, moment) => {
  expect(Moment.parse(text).toISOString()).toBe(moment);
});

it.each([
  '9999-12-31T23:59:59-00:01',
  '1970-01-01T00:00:00+00:01',
  '0000-01-01T00:00:00Z',
  'soon',
  '2026-02-30T00:00:00Z',
])('%s is none', (text) => {
  expect(Moment.safeParse(text).success).toBe(false);
});
