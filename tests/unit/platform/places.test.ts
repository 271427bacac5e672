import { describe, expect, it } from 'vitest';
import { compareDecimals } from '#lib/platform/decimal.ts';
import { readMoment } from '#lib/platform/moment.ts';
import { nearest } from '#lib/platform/nearest.ts';
import { parsePath, valueAt, writePath } from '#lib/platform/path.ts';

describe('the word that was probably meant', () => {
  const words = ['category', 'name', 'session_id', 'data', 'high'];
  it.each([
    ['catgory', 'category'],
    ['CATEGORY', 'category'],
    ['sessionId', 'session_id'],
    ['dta', 'data'],
    ['hihg', 'high'],
    ['x', undefined],
    ['quantity', undefined],
    ['a'.repeat(10_000), undefined],
  ])('%s', (word, meant) => {
    expect(nearest(word, words)).toBe(meant);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-11-25', '2026-11-25T00:00:00.000Z'],
    ['2026-11-25T10:00', '2026-11-25T10:00:00.000Z'],
    ['2026-11-25 10:00:01,5', '2026-11-25T10:00:01.500Z'],
    ['2026-11-25T10:00:01.123456789Z', '2026-11-25T10:00:01.123Z'],
    ['2026-11-25T10:00:00+02', '2026-11-25T08:00:00.000Z'],
    ['2026-11-25T10:00:00 -0530', '2026-11-25T15:30:00.000Z'],
    ['2026-11', null],
    ['2026-13-01', null],
    ['2026-11-25T25:00', null],
    ['25.11.2026', null],
    ['', null],
    [' 2026-11-25', null],
  ])('%s', (text, iso) => {
    const at = readMoment(text);
    expect(at === null ? null : new Date(at).toISOString()).toBe(iso);
  });
});

describe('two numbers', () => {
  it.each([
    ['1', '1.0', 0],
    ['-0', '0', 0],
    ['10', '9', 1],
    ['-10', '-9', -1],
    ['1e400', '9e399', 1],
    ['1.5e-3', '0.0015', 0],
    ['-1', '0.5', -1],
    ['12345678901234567890', '12345678901234567891', -1],
    ['0.1', '0.10000000000000000001', -1],
  ])('%s and %s', (one, other, sign) => {
    expect(Math.sign(compareDecimals(one, other))).toBe(sign);
    expect(Math.sign(compareDecimals(other, one)) + sign).toBe(0);
  });
});

describe('a path', () => {
  it.each(['a', 'a.b[0].c', 'a["x y"].b', 'a["\\"\\\\"]', 'größe.@type.$ref', 'a-b_c.1'])('%s', (text) => {
    const path = parsePath(text);
    expect(path).not.toBeNull();
    expect(path && writePath(path)).toBe(text);
  });

  it.each(['', '.a', 'a.', 'a..b', 'a[]', 'a[-1]', 'a[x]', 'a b', '["a"]', 'a["x', `a${'.b'.repeat(64)}`])(
    '%s is none',
    (text) => {
      expect(parsePath(text)).toBeNull();
    },
  );

  it('finds what it was made of', () => {
    const document = { a: [{ 'x"\\ y': 1 }] };
    expect(valueAt(document, parsePath(writePath(['a', 0, 'x"\\ y'])) ?? [])).toBe(1);
  });
});
