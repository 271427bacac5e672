import { sha256 } from '#lib/platform/crypto.ts';

const MAX_LENGTH = 128;

/** The first of these that can stand as the name of an event: what a sender writes there is its own affair. */
export function firstLabel(...given: unknown[]): string {
  for (const value of given) {
    if (typeof value !== 'string') continue;
    const text = value.trim();
    if (text !== '' && text.length <= MAX_LENGTH && /^\P{C}*$/u.test(text)) return text;
  }
  return 'webhook';
}

/** A sender's id as it is kept: whole, or its hash when it is too long to be. */
export function keptId(given: unknown): string | null {
  if (typeof given !== 'string' || given === '') return null;
  if (given.length <= MAX_LENGTH && /^\P{C}*$/u.test(given)) return given;
  return `sha256-${sha256(given).toString('hex')}`;
}

/** A member of something that may be an object. */
export const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** What lies at a dotted path. */
export const atPath = (value: unknown, path: string): unknown => path.split('.').reduce(memberOf, value);
