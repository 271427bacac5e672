import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUuid, uuidv7, uuidv7Floor, uuidv7Ms } from '#lib/platform/ids.ts';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('uuidv7', () => {
  it('makes ids of RFC 9562 that are all different and stand in the order they were made in', () => {
    const ids = Array.from({ length: 50_000 }, () => uuidv7());
    expect(ids.every((id) => FORM.test(id) && isUuid(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('keeps the order when more are made in one millisecond than its counter holds, and when the clock goes back', () => {
    const future = Date.now() + 60_000;
    const burst = Array.from({ length: 10_000 }, () => uuidv7(future));
    const after = [uuidv7(future - 30_000), uuidv7(future - 50_000)];
    const ids = [...burst, ...after];
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(uuidv7Ms(burst[0] as string)).toBe(future);
  });

  it('tells the moment it was made', () => {
    const at = Date.now() + 600_000;
    expect(uuidv7Ms(uuidv7(at))).toBe(at);
  });
});

describe('uuidv7Floor', () => {
  it('is not above any id of its moment, and above every id of the moments before', () => {
    const moment = fc.integer({ min: 1, max: 2 ** 48 - 1 });
    const id = (ms: number, fill: string): string => {
      const hex = ms.toString(16).padStart(12, '0');
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7${fill.slice(0, 3)}-${fill[3]}${fill.slice(4, 7)}-${fill.slice(7, 19)}`;
    };
    fc.assert(
      fc.property(moment, fc.stringMatching(/^[0-9a-f]{3}[89ab][0-9a-f]{15}$/), (ms, fill) => {
        const floor = uuidv7Floor(new Date(ms));
        expect(floor).toMatch(FORM);
        expect(uuidv7Ms(floor)).toBe(ms);
        expect(floor <= id(ms, fill)).toBe(true);
        expect(floor > id(ms - 1, fill)).toBe(true);
      }),
    );
  });
});

describe('isUuid', () => {
  it.each([
    '',
    'x',
    `${uuidv7()}\n`,
    uuidv7().toUpperCase().replace(/\d/g, 'A'),
    uuidv7().replaceAll('-', ''),
  ])('refuses %j', (text) => {
    expect(isUuid(text)).toBe(false);
  });
});
