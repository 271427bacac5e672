import fc from 'fast-check';
import { expect, it } from 'vitest';
import { warningSample } from '#lib/warnings/warning-sample.ts';

it.each([
  ['name', 'name is missing'],
  ['[3].timestamp', '[3].timestamp is missing'],
  ['data', 'data is missing'],
  ['data.4111111111111111', 'data.* is missing'],
  ['data[0].x', 'data.* is missing'],
  ['[3].data.AKIAIOSFODNN7EXAMPLE', '[3].data.* is missing'],
  ['[3]', '[3] is missing'],
  ['[3].password', '[3].* is missing'],
  ['AKIAIOSFODNN7EXAMPLE', '* is missing'],
  ['name4111111111111111', '* is missing'],
  ['names', '* is missing'],
  ['', 'is missing'],
])('of the path %j tells %j', (path, sample) => {
  expect(warningSample([{ path, message: 'is missing' }])).toBe(sample);
});

it('is null without a fault', () => {
  expect(warningSample(undefined)).toBeNull();
  expect(warningSample([])).toBeNull();
});

it('never repeats a key that the sender chose, and is never longer than 500 characters', () => {
  const secret = 'AKIAIOSFODNN7EXAMPLE';
  const prefix = fc.constantFrom('', '[0]', '[12].', 'data.', 'data[1].', '[3].data.', 'name.', 'x.');
  fc.assert(
    fc.property(prefix, fc.string(), fc.string({ maxLength: 2_000 }), (before, after, message) => {
      const sample = warningSample([
        { path: `${before}${secret}${after}`, message: message.replaceAll(secret, '') },
      ]);
      expect(sample).not.toContain(secret);
      expect(sample?.length).toBeLessThanOrEqual(500);
    }),
  );
});
