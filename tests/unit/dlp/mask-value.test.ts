import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskValue } from '#lib/dlp/mask-value.ts';
import { MaskStyle } from '#lib/dlp/schema.ts';

describe('masks', () => {
  it.each([
    ['4111 1111 1111 1111', 'card', '************1111'],
    ['378282246310005', 'card', '************005'],
    ['jane.doe.of.accounting@example.com', 'email', 'j***@***.com'],
    ['very.long.name.of.a.person.somewhere@ab.io', 'email', 'v***@ab.io'],
    ['a@b.co', 'email', '********'],
    [`ghp_${'a1B2c3D4'.repeat(4)}wxyz`, 'token', 'ghp_********wxyz'],
    ['AKIAIOSFODNN7EXAMPLE', 'token', '********MPLE'],
    ['DE89370400440532013000', 'last4', '********3000'],
    ['hunter2', 'full', '********'],
    ['abc', 'last4', '********'],
  ] as const)('%s as %s is shown as %s', (value, style, masked) => {
    expect(maskValue(value, style)).toBe(masked);
  });

  it('never show more than a quarter of the characters', () => {
    const emails = fc.emailAddress();
    const cards = fc.string({ unit: fc.constantFrom(...'0123456789 -'), minLength: 8, maxLength: 25 });
    const values = fc.oneof(fc.string({ minLength: 1, maxLength: 60 }), emails, cards);
    fc.assert(
      fc.property(values, fc.constantFrom(...MaskStyle.options), (value, style) => {
        const shown = [...maskValue(value, style)].filter((char) => char !== '*').length;
        expect(shown).toBeLessThanOrEqual(value.length / 4);
      }),
      { numRuns: 2000 },
    );
  });
});
