import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText } from '#lib/dlp/normalize-text.ts';

const odd = fc.constantFrom(
  '\u200b',
  '\u00ad',
  '\u00a0',
  '\u3000',
  '\r',
  '\r\n',
  '\u2028',
  '１',
  '٣',
  'ﬃ',
  '𝟗',
  '—',
  '\u212a',
  '\ufeff',
  '🙂',
  'é',
);
const mixed = fc
  .array(fc.oneof(odd, fc.string({ maxLength: 3, unit: 'grapheme' })))
  .map((parts) => parts.join(''));

describe('normalising', () => {
  it.each([
    ['4111\u200b1111', '41111111'],
    ['４１１１', '4111'],
    ['٤١١١', '4111'],
    ['𝟒𝟏𝟏𝟏', '4111'],
    ['a\u00a0b\u2009c\u3000d\ve', 'a b c d e'],
    ['a\r\nb\rc\u2028d\u2029e', 'a\nb\nc\nd\ne'],
    ['1–2—3−4', '1-2-3-4'],
    ['\u212aey \u017fecret', 'Key secret'],
    ['soft\u00adhyphen\ufeff', 'softhyphen'],
    ['größe 🙂', 'größe 🙂'],
  ])('%j reads as %j', (text, plain) => {
    expect(normalizeText(text).text).toBe(plain);
  });

  it('offsets lead back to the characters a stretch was made of', () => {
    const text = 'no \u200b４\u200b１١1\u200b.';
    const { text: plain, toOriginalStart, toOriginalEnd } = normalizeText(text);
    const at = plain.indexOf('4111');
    expect(text.slice(toOriginalStart(at), toOriginalEnd(at + 4))).toBe('４\u200b１١1');
  });

  it('any stretch, taken from the original and normalised again, is the same stretch', () => {
    fc.assert(
      fc.property(mixed, fc.nat(), fc.nat(), (text, a, b) => {
        const { text: plain, toOriginalStart, toOriginalEnd } = normalizeText(text);
        const start = plain.length === 0 ? 0 : a % plain.length;
        const end = start + (plain.length === 0 ? 0 : b % (plain.length - start + 1));
        const original = text.slice(
          toOriginalStart(start),
          end === start ? toOriginalStart(start) : toOriginalEnd(end),
        );
        expect(normalizeText(original).text).toContain(plain.slice(start, end));
      }),
      { numRuns: 500 },
    );
  });

  it('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const once = normalizeText(text).text;
        expect(normalizeText(once).text).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});
