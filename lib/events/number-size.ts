import { eachLongNumber } from '#lib/platform/json-numbers.ts';

/** What PostgreSQL keeps of a number: so many digits before the point, and so many after it. */
const MAX_WHOLE_DIGITS = 131_072;
const MAX_FRACTION_DIGITS = 16_383;

/** Only then can a number be longer when it is written out, or too long to be kept. */
const SUSPECT = /\d[eE]|\d{16000}/;
const PARTS = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * How many bytes the numbers of a JSON text gain where the store writes out their exponents (`1e300` is 301 digits
 * then), or null when it cannot keep one of them at all.
 */
export function addedByNumbers(json: string): number | null {
  if (!SUSPECT.test(json)) return 0;
  let added: number | null = 0;
  eachLongNumber(json, (source) => {
    const grown = growthOf(source);
    added = added === null || grown === null ? null : added + grown;
  });
  return added;
}

function growthOf(source: string): number | null {
  const [, whole = '', fraction = '', exponent = '0'] = PARTS.exec(source) ?? [];
  const wholeDigits = Math.max(1, whole.length + Number(exponent));
  const fractionDigits = Math.max(0, fraction.length - Number(exponent));
  if (wholeDigits > MAX_WHOLE_DIGITS || fractionDigits > MAX_FRACTION_DIGITS) return null;
  return Math.max(0, wholeDigits + fractionDigits - source.length);
}
