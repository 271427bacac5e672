import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEncoded } from '#lib/dlp/decode/find-encoded.ts';
import { scanText } from '#lib/dlp/engine.ts';
import { replaceMatches } from '#lib/dlp/redact-document.ts';
import { shippedSet } from './shipped-set.ts';

const CARD = 'visa card 4111 1111 1111 1111';
const base64 = (text: string, encoding: 'base64' | 'base64url' = 'base64') =>
  Buffer.from(text).toString(encoding);
const hex = (text: string) => Buffer.from(text).toString('hex');
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const escapes = (text: string) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const short = (text: string) =>
  [...text].map((char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const cards = (text: string) =>
  scanText(shippedSet, text).filter(({ patternName }) => patternName === 'Card number');

describe('a card', () => {
  it.each<[string, string, string]>([
    ['base64', base64(CARD), 'base64'],
    ['base64 without padding', base64(CARD).replace(/=+$/, ''), 'base64'],
    ['base64 for addresses', base64(`${CARD}???>>>`, 'base64url'), 'base64'],
    ['base64 in base64', base64(base64(CARD)), 'base64'],
    ['base64 in base64 in base64', base64(base64(base64(CARD))), 'base64'],
    ['hex', hex(CARD), 'hex'],
    ['capital hex', hex(CARD).toUpperCase(), 'hex'],
    ['hex in base64', base64(hex(CARD)), 'base64'],
    ['percent signs', percent(CARD), 'percent'],
    ['some percent signs', 'card%3D4111%201111%201111%201111', 'percent'],
    ['\\u escapes', escapes(CARD), 'escapes'],
    ['\\x escapes', short(CARD), 'escapes'],
    ['UTF-16LE in base64', Buffer.from(CARD, 'utf16le').toString('base64'), 'base64'],
    ['UTF-16BE in base64', Buffer.from(CARD, 'utf16le').swap16().toString('base64'), 'base64'],
    ['base64 in percent signs', percent(base64(CARD)), 'percent'],
  ])('in %s is found at the hidden stretch, and masked there', (_, hidden, encoding) => {
    const text = `note: "${hidden}", end`;
    const [match] = cards(text);
    expect(match?.reasons).toContain(`decoded from ${encoding}`);
    expect(match?.masked).toBe('************1111');
    expect(text.slice(match?.start, match?.end)).toBe(hidden);
    expect(match?.value).toBe(hidden);
    expect(replaceMatches(text, scanText(shippedSet, text))).not.toContain(hidden);
  });

  it('has one fingerprint, however it is written', () => {
    const canonical = (text: string) => cards(text)[0]?.canonical;
    expect(new Set([CARD, base64(CARD), hex(CARD), percent(CARD)].map(canonical))).toEqual(
      new Set(['4111111111111111']),
    );
  });

  it('is looked for no deeper than three times', () => {
    expect(cards(base64(base64(base64(base64(CARD)))))).toEqual([]);
  });
});

describe('what is nothing but itself', () => {
  it.each([
    'internationalization/of/everything-and_more',
    '3f786850e387550fdab836ed7e6dc881de23001b',
    '550e8400-e29b-41d4-a716-446655440000',
    'sha512-9vj8nMyyfUN+c/0HHkO3r5n2ArN5cL4QBqsKyzhzxZ2BHQGEyqLmYSW4BbKjqq0mmjkWBBbCT8RHf9OL5u9SHg==',
    '100%, 50%, %zz and \\under \\xzz',
    '%41',
  ])('%s', (text) => {
    expect(findEncoded(text)).toEqual([]);
  });
});

it('whatever stands in a text, an encoded stretch in it is found whole', () => {
  const words = fc.stringMatching(/^[ -~]{0,40}$/);
  fc.assert(
    fc.property(words, words, fc.stringMatching(/^[a-z ]{20,60}$/), (before, after, secret) => {
      const hidden = base64(secret);
      const text = `${before} "${hidden}" ${after}`;
      const found = findEncoded(text).map(({ start, end }) => text.slice(start, end));
      expect(found.some((one) => one.startsWith(hidden.replace(/=+$/, '')))).toBe(true);
    }),
  );
});

it('reads any text to its end', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (text) => {
      for (const { start, end } of findEncoded(text)) expect(text.slice(start, end)).not.toBe('');
    }),
  );
});
