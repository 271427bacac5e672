/** The sum of digits times weights; what follows the last weight is left out. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
}

/** Luhn's check digit (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 1 && sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10: letters count from A = 10; the remainder of the whole. */
export function mod97(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO/IEC 7064, MOD 11,10, over all digits with the check digit last. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}

const DIHEDRAL = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTED = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff's check digit: multiplication in the dihedral group of ten elements. */
export function passesVerhoeff(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const permuted = PERMUTED[at % 8]?.[Number(digits[digits.length - 1 - at])];
    sum = Number(DIHEDRAL[sum]?.[Number(permuted)]);
  }
  return sum === 0;
}

/** Whether six digits YYMMDD name a day that some century has. */
export function isDay(year: string, month: string, day: string): boolean {
  const [monthOfYear, dayOfMonth] = [Number(month), Number(day)];
  // A leap year, so that the 29th of February is one.
  const date = new Date(Date.UTC(2000 + (Number(year) % 4), monthOfYear - 1, dayOfMonth));
  return monthOfYear >= 1 && date.getUTCMonth() === monthOfYear - 1 && dayOfMonth >= 1;
}
