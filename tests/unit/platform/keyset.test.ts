import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';

/** What a repository does, on an array in order. */
function read(all: readonly number[], request: PageRequest): Page<number> {
  const boundary = request.position?.key[0] as number | undefined;
  const back = request.position?.direction === 'prev';
  const beyond = all.filter((n) => boundary === undefined || (back ? n < boundary : n > boundary));
  if (back) beyond.reverse();
  return toPage(beyond.slice(0, request.limit + 1), request, (n) => [n]);
}

describe('toPage', () => {
  it('loses and repeats no row on the way to the end and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 7 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, i) => i);
        const there: number[][] = [];
        let page = read(all, { limit, position: null });
        there.push(page.items);
        while (page.next) {
          page = read(all, { limit, position: page.next });
          there.push(page.items);
        }
        expect(there.flat()).toEqual(all);
        const back: number[][] = [page.items];
        while (page.prev) {
          page = read(all, { limit, position: page.prev });
          back.unshift(page.items);
        }
        expect(back).toEqual(there);
      }),
    );
  });

  it('says that there is no further page on the first and the last', () => {
    const all = [1, 2, 3];
    const first = read(all, { limit: 2, position: null });
    expect([first.prev, first.next]).toEqual([null, { key: [2], direction: 'next' }]);
    const last = read(all, { limit: 2, position: first.next });
    expect([last.prev, last.next]).toEqual([{ key: [3], direction: 'prev' }, null]);
  });
});

describe('keysetQuery', () => {
  const at = (direction: 'next' | 'prev'): PageRequest => ({
    limit: 2,
    position: { key: ['b', 7], direction },
  });

  it('asks for one row more than the page holds', () => {
    expect(keysetQuery(['id'], 'desc', { limit: 50, position: null })).toEqual({
      beyond: {},
      orderBy: [{ id: 'desc' }],
      take: 51,
    });
  });

  it('goes on behind the position, equal values apart by the last field', () => {
    expect(keysetQuery(['name', 'id'], 'asc', at('next'))).toEqual({
      beyond: { OR: [{ name: { gt: 'b' } }, { name: 'b', id: { gt: 7 } }] },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: 3,
    });
  });

  it('turns round to read backwards', () => {
    expect(keysetQuery(['name', 'id'], 'asc', at('prev'))).toEqual({
      beyond: { OR: [{ name: { lt: 'b' } }, { name: 'b', id: { lt: 7 } }] },
      orderBy: [{ name: 'desc' }, { id: 'desc' }],
      take: 3,
    });
    expect(keysetQuery(['id'], 'desc', at('prev')).orderBy).toEqual([{ id: 'asc' }]);
  });
});
