import { describe, expect, it } from 'vitest';
import { compileSet } from '#lib/dlp/engine.ts';
import { scanDocument } from '#lib/dlp/scan-document.ts';
import { parseStoredJson } from '#lib/platform/json.ts';
import { only, pattern, shippedSet } from './shipped-set.ts';

const places = (document: unknown) =>
  scanDocument(shippedSet, document).matches.map(({ path, masked }) => `${path} ${masked}`);

describe('places', () => {
  it('are named by their path', () => {
    expect(
      places({
        data: {
          payment: { card: '4111 1111 1111 1111' },
          items: [{ x: 'ok' }, { x: ['-', ['AKIAIOSFODNN7EXAMPLE']] }],
          'odd key': { 'a.b': 'jane.doe@mail.shop.co.uk' },
        },
      }),
    ).toEqual([
      'data.payment.card ************1111',
      'data.items[1].x[1][0] ********MPLE',
      'data["odd key"]["a.b"] j***@***.uk',
    ]);
  });

  it('include numbers, with every digit they were sent with', () => {
    expect(places({ card: 4111111111111111 })).toEqual(['card ************1111']);
    expect(places(JSON.parse('{"card": 4.111111111111111e15}'))).toEqual(['card ************1111']);
    expect(places(parseStoredJson('{"card": 4917610000000000003}'))).toEqual(['card ***************0003']);
  });

  it('include keys, which no path gives away', () => {
    const { matches } = scanDocument(shippedSet, {
      cards: { '4111111111111111': { mail: 'jane@firma.de' } },
    });
    expect(matches.map(({ path, inKey }) => [path, inKey])).toEqual([
      ['cards["************1111"]', true],
      ['cards["************1111"].mail', false],
    ]);
    expect(JSON.stringify(matches.map(({ path }) => path))).not.toContain('4111');
  });

  it('include a bare string, number or list', () => {
    expect(places('4111111111111111')).toEqual([' ************1111']);
    expect(places(4111111111111111)).toEqual([' ************1111']);
    expect(places([['4111111111111111']])).toEqual(['[0][0] ************1111']);
  });

  it('are never joined', () => {
    expect(places({ row: ['4111', '1111', '1111', '1111'], a: '41111111', b: '11111111' })).toEqual([]);
    expect(places('4111,1111,1111,1111\t4111\n1111\n1111\n1111')).toEqual([]);
  });
});

describe('keys as context', () => {
  const confidence = (document: unknown) => only(scanDocument(shippedSet, document).matches).confidence;

  it('raise the confidence however they are written', () => {
    expect(confidence({ x: 4111111111111111 })).toBe(2);
    for (const key of ['card', 'cardNumber', 'card_number', 'Credit-Card', 'ｃａｒｄ']) {
      expect(confidence({ [key]: 4111111111111111 })).toBe(4);
    }
    expect(confidence({ cards: ['4111111111111111'] })).toBe(4);
    expect(confidence({ card: { number: '4111111111111111' } })).toBe(3);
  });

  it('lower it where they name an identifier', () => {
    expect(confidence({ order_id: '4532015112830366' })).toBe(3);
    expect(confidence({ other: '4532015112830366' })).toBe(4);
  });

  it('open a field to the patterns whose keyword they hold', () => {
    const set = compileSet([pattern({ regex: '\\b\\d{3}-\\d{2}-\\d{4}\\b', keywords: ['ssn'] })]);
    const found = (document: unknown) => scanDocument(set, document).matches.map(({ value }) => value);
    expect(found({ ssn: '536-22-1234', other: '536-22-9999' })).toEqual(['536-22-1234']);
    expect(found({ user_SSN: ['a', '536-22-1234'] })).toEqual(['536-22-1234']);
  });

  it('are read as the left side of an assignment', () => {
    const match = only(scanDocument(shippedSet, { db: { dbPassword: 'Tr0ub4dor&3x' } }).matches);
    expect(match).toMatchObject({ path: 'db.dbPassword', start: 0, end: 12, masked: '********' });
    expect(places({ password: 'required', token: 'expired', secret_name: 'billing' })).toEqual([]);
  });

  it('do not shift the anchors of a pattern', () => {
    const set = compileSet([pattern({ regex: '^\\d{9}$', keywords: ['routing'] })]);
    expect(scanDocument(set, { routing: '021000021' }).matches).toHaveLength(1);
  });
});

describe('limits', () => {
  it('more matches than are kept is said, not hidden', () => {
    const set = compileSet([pattern({ regex: 'x' })]);
    const result = scanDocument(set, ['x'.repeat(6_000), 'x'.repeat(6_000)]);
    expect(result.matches).toHaveLength(10_000);
    expect(result.truncated).toBe(true);
    expect(scanDocument(set, 'x'.repeat(10_000)).truncated).toBe(false);
  });

  it('a document nested too deep is unscannable, not clean', () => {
    let document: unknown = '4111111111111111';
    for (let depth = 0; depth < 3_000; depth += 1) document = [document];
    expect(scanDocument(shippedSet, document)).toMatchObject({ matches: [], unscannable: 'malformed' });
  });
});
