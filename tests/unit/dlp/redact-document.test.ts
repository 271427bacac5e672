import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideVerdict, matchesToRedact } from '#lib/dlp/decide-verdict.ts';
import { compileSet } from '#lib/dlp/engine.ts';
import { redactDocument } from '#lib/dlp/redact-document.ts';
import { scanDocument } from '#lib/dlp/scan-document.ts';
import { pattern, shippedSet } from './shipped-set.ts';

function redact(document: unknown): unknown {
  return redactDocument(document, scanDocument(shippedSet, document).matches);
}

describe('redaction', () => {
  it('replaces the matched stretches and nothing else', () => {
    const document = {
      note: 'card 4111 1111 1111 1111, mail jane.doe@mail.shop.co.uk.',
      amount: 12.5,
      card: 4111111111111111,
      list: [null, true, { deep: ['x', '5555-5555-5555-4444'] }],
    };
    const before = structuredClone(document);
    expect(redact(document)).toEqual({
      note: 'card ************1111, mail j***@***.uk.',
      amount: 12.5,
      card: '************1111',
      list: [null, true, { deep: ['x', '************4444'] }],
    });
    expect(document).toEqual(before);
  });

  it('masks keys, and two that look alike afterwards both stay', () => {
    expect(redact({ '4111111111111111': 1, '4111 1111 1111 1111': 2 })).toEqual({
      '************1111': 1,
      '************1111 (2)': 2,
    });
  });

  it('a key called __proto__ stays a key', () => {
    const redacted = redact(JSON.parse('{"__proto__": {"card": "4111111111111111"}}'));
    expect(JSON.stringify(redacted)).toBe('{"__proto__":{"card":"************1111"}}');
  });

  it('where matches overlap nothing of them is shown', () => {
    const set = compileSet([
      pattern({ id: '0199a1c0-0000-7000-8000-00000000000b', regex: 'abc\\d{12}', mask: 'last4' }),
      pattern({ regex: '\\d{12}xyz', mask: 'last4' }),
    ]);
    const document = { text: '- abc123456789012xyz -' };
    expect(redactDocument(document, scanDocument(set, document).matches)).toEqual({ text: '- ******** -' });
  });

  it('refuses matches of another document', () => {
    const { matches } = scanDocument(shippedSet, { a: 'x', b: '4111111111111111' });
    expect(() => redactDocument({ b: '4111111111111111', a: 'x' }, matches)).toThrow('another document');
    expect(() => redactDocument({}, matches)).toThrow('another document');
  });

  it('leaves no planted card in any JSON document', () => {
    const card = fc.constantFrom(
      '4532015112830366',
      '4532 0151 1283 0366',
      '４532\u200b-0151-\u20601283-0366',
      4532015112830366,
    );
    const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), card);
    const document = fc.dictionary(
      fc.oneof(fc.string(), fc.constant('4532015112830366')),
      fc.oneof(leaf, fc.array(leaf)),
    );
    fc.assert(
      fc.property(document, (planted) => {
        const text = JSON.stringify(redact(planted))
          .normalize('NFKC')
          .replace(/[\u200b\u2060\s-]/g, '');
        expect(text).not.toContain('4532015112830366');
      }),
      { numRuns: 500 },
    );
  });

  it('finds its places again after the document went through JSON text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined))), (noise) => {
        const document = { ...noise, zz: ['4532015112830366'] };
        const { matches } = scanDocument(shippedSet, JSON.parse(JSON.stringify(document)));
        expect(JSON.stringify(redactDocument(document, matches))).not.toContain('4532015112830366');
      }),
      { numRuns: 300 },
    );
  });
});

describe('the verdict', () => {
  const verdict = (document: unknown) => decideVerdict(scanDocument(shippedSet, document));
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0B'.repeat(8)}\n-----END PRIVATE KEY-----`;

  it.each([
    ['nothing found', 'hello', 'pass'],
    ['an address, which is only recorded', 'jane@firma.de', 'pass'],
    ['a card', '4111 1111 1111 1111', 'redact'],
    ['a private key', privateKey, 'block'],
    ['all of them', ['jane@firma.de', '4111 1111 1111 1111', privateKey], 'block'],
  ])('for %s is the strictest action', (_, document, expected) => {
    expect(verdict(document)).toBe(expected);
  });

  it('a document that was not looked into to its end does not pass', () => {
    expect(decideVerdict({ matches: [], truncated: true, unscannable: null })).toBe('block');
    expect(decideVerdict({ matches: [], truncated: false, unscannable: 'timeout' })).toBe('block');
  });

  it('what is only recorded leaves unmasked', () => {
    const document = { mail: 'jane@firma.de', card: '4111111111111111' };
    const { matches } = scanDocument(shippedSet, document);
    expect(redactDocument(document, matchesToRedact(matches))).toEqual({
      mail: 'jane@firma.de',
      card: '************1111',
    });
  });
});
