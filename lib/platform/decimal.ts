/** A number as it is written: its sign, the digits that count, and how many of them stand before the point. */
type Decimal = { sign: -1 | 0 | 1; digits: string; point: number };

function readDecimal(number: string): Decimal {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.');
  const digits = whole + fraction;
  let first = 0;
  let end = digits.length;
  while (first < end && digits[first] === '0') first++;
  while (end > first && digits[end - 1] === '0') end--;
  if (first === end) return { sign: 0, digits: '', point: 0 };
  const sign = mantissa.startsWith('-') ? -1 : 1;
  return { sign, digits: digits.slice(first, end), point: whole.length - first + Number(exponent) };
}

/** Compares two numbers by the digits they are written with, however many there are: below, at or above 0. */
export function compareDecimals(one: string, other: string): number {
  const [a, b] = [readDecimal(one), readDecimal(other)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.point !== b.point) return a.sign * (a.point - b.point);
  // Without zeros at the end, what goes on where the other ends is larger.
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -a.sign : a.sign;
}
