/** What PostgreSQL keeps of a number: so many digits before the point, and so many after it. */
const MAX_WHOLE_DIGITS = 131_072;
const MAX_FRACTION_DIGITS = 16_383;

// Only then can a number be longer when it is written out, or too long to be kept.
const SUSPECT = /\d[eE]|\d{16000}/;
/** Strings, to step over them, and numbers in their parts. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/g;

/**
 * How many bytes the numbers of a JSON text gain where the store writes out their exponents (`1e300` is 301 digits
 * then), or null when it cannot keep one of them at all.
 */
export function addedByNumbers(json: string): number | null {
  if (!SUSPECT.test(json)) return 0;
  let added = 0;
  for (const [token, whole, fraction = '', exponent = '0'] of json.matchAll(TOKEN)) {
    if (whole === undefined) continue;
    const wholeDigits = Math.max(1, whole.length + Number(exponent));
    const fractionDigits = Math.max(0, fraction.length - Number(exponent));
    if (wholeDigits > MAX_WHOLE_DIGITS || fractionDigits > MAX_FRACTION_DIGITS) return null;
    added += Math.max(0, wholeDigits + fractionDigits - token.length);
  }
  return added;
}
