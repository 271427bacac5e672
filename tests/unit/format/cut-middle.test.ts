import { expect, test } from 'vitest';
import { cutMiddle } from '#lib/format/cut-middle.ts';

test('an id keeps its start and its end', () => {
  expect(cutMiddle('0199f3a2-7c1d-7e4b-9b1f-3d2a55c8e901')).toBe('0199f3a2…e901');
});

test('what would not get shorter stays whole', () => {
  expect(cutMiddle('0199f3a2-e901')).toBe('0199f3a2-e901');
});

test('a glyph of two code units is never cut in half', () => {
  expect(cutMiddle('🚀🚀🚀🚀🚀🚀', 2, 1)).toBe('🚀🚀…🚀');
});

test('without a tail only the start is left', () => {
  expect(cutMiddle('abcdefgh', 3, 0)).toBe('abc…');
});
