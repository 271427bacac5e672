import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, pageAnswer } from '#lib/http/cursor.ts';
import type { Position } from '#lib/platform/keyset.ts';

const position: Position = { direction: 'prev', key: ['é', 1.5, null] };

describe('a cursor', () => {
  it('comes back as it went out', () => {
    expect(decodeCursor('things', encodeCursor('things', position))).toEqual(position);
  });

  it('is refused with any character changed, by another list, or in another spelling', () => {
    const cursor = encodeCursor('things', position);
    const changed = [...cursor].map(
      (char, at) => cursor.slice(0, at) + (char === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
    );
    for (const bad of [
      ...changed,
      `${cursor}=`,
      `${cursor}A`,
      cursor.slice(0, -4),
      '',
      'x',
      'x'.repeat(3_000),
    ]) {
      expect(() => decodeCursor('things', bad)).toThrow(
        expect.objectContaining({
          code: 'bad_request',
          details: { errors: [expect.objectContaining({ path: 'cursor' })] },
        }),
      );
    }
    expect(() => decodeCursor('others', cursor)).toThrow('cursor');
  });

  it('is null where a list ends', () => {
    expect(pageAnswer('things', { items: [1], next: null, prev: null })).toEqual({
      items: [1],
      next: null,
      prev: null,
    });
  });
});
