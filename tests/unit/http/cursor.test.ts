import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '#lib/http/cursor.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { type Page, type Position, toPage } from '#lib/platform/keyset.ts';

const part = fc.oneof(fc.string({ maxLength: 40 }), fc.integer(), fc.constant(null));
const position: fc.Arbitrary<Position> = fc.record({
  direction: fc.constantFrom('next', 'prev'),
  key: fc.array(part, { minLength: 1, maxLength: 4 }),
});
const refused = (list: string, cursor: string): boolean => {
  try {
    decodeCursor(list, cursor);
    return false;
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error).toMatchObject({ code: 'bad_request', details: { errors: [{ path: 'cursor' }] } });
    return true;
  }
};

describe('a cursor', () => {
  it('leads back to where it was made, and is safe in an address', () => {
    fc.assert(
      fc.property(position, (place) => {
        const cursor = encodeCursor('events', place);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor('events', cursor)).toEqual(place);
      }),
    );
  });

  it('is refused by every list but its own', () => {
    fc.assert(fc.property(position, (place) => refused('findings', encodeCursor('events', place))));
  });

  it('is refused when any character of it was changed, added or taken away', () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.constantFrom('', 'A', 'z', '_', '=', ' '), (place, at, put) => {
        const cursor = encodeCursor('events', place);
        const cut = at % (cursor.length + 1);
        const changed = cursor.slice(0, cut) + put + cursor.slice(cut + 1);
        fc.pre(changed !== cursor);
        expect(refused('events', changed)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("of anybody's making is refused", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => refused('events', text)));
  });
});

/** A list as a table would answer it, newest first. */
const read = (rows: number[], limit: number, at: Position | null): Page<number> => {
  const from = at?.key[0] as number | undefined;
  const back = at?.direction === 'prev';
  const matching = rows.filter((row) => from === undefined || (back ? row > from : row < from));
  const ordered = matching.toSorted((a, b) => (back ? a - b : b - a)).slice(0, limit + 1);
  return toPage(ordered, { limit, position: at }, (row) => [row]);
};

describe('paging', () => {
  it('shows every row once on the way down and again on the way up, for every length and page size', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 7 }), (rows, limit) => {
        const expected = rows.toSorted((a, b) => b - a);
        const down: number[] = [];
        let page = read(rows, limit, null);
        expect(page.prev).toBeNull();
        down.push(...page.items);
        while (page.next) {
          page = read(rows, limit, page.next);
          expect(page.items.length).toBeGreaterThan(0);
          down.push(...page.items);
        }
        expect(down).toEqual(expected);
        const up = [...page.items];
        while (page.prev) {
          page = read(rows, limit, page.prev);
          up.unshift(...page.items);
        }
        expect(up).toEqual(expected);
      }),
    );
  });
});
