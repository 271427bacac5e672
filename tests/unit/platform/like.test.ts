import { expect, it } from 'vitest';
import { containing, escapeLike } from '#lib/platform/like.ts';

it.each([
  ['plain text', 'plain text'],
  ['100%', '100\\%'],
  ['a_b', 'a\\_b'],
  ['c:\\%_', 'c:\\\\\\%\\_'],
])('%j is looked for as it stands', (text, pattern) => {
  expect(escapeLike(text)).toBe(pattern);
  expect(containing(text)).toEqual({ contains: pattern, mode: 'insensitive' });
});
