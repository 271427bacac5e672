import type { z } from 'zod';
import { PatternInput } from '../schema.ts';

export type BuiltInPattern = PatternInput & { id: string };

/** How a value is given to a name: with a sign, or with "is". */
export const ASSIGNED = String.raw`(?:["']?\s{0,3}(?::=|=>|[:=])\s{0,3}["']?|\s{1,3}is:?\s{1,3}["']?)`;

/** The number makes the id, which is for ever: findings point at it. No number is used twice. */
export const builtIn = (number: number, input: z.input<typeof PatternInput>): BuiltInPattern => ({
  id: `0199a1c0-7d00-7000-8000-${String(number).padStart(12, '0')}`,
  ...PatternInput.parse(input),
});

const ALPHABETS = {
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  digits: '0123456789',
} as const;

/** Characters for a sample, the same each time: nothing that looks like somebody's token stands in these files. */
export function made(alphabet: keyof typeof ALPHABETS, length: number): string {
  const letters = ALPHABETS[alphabet];
  let state = length * 2654435761;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return letters[Math.floor((state / 2 ** 32) * letters.length)];
  }).join('');
}
