import { accept, DROP, isPartOfLonger, provenBy, type Validator } from './candidate.ts';
import { isDay, mod97, passesLuhn, passesMod11And10, passesVerhoeff, weighted } from './sums.ts';

/** Numbers that stood in advertisements and forms, and were never anybody's. */
const PUBLISHED_SSNS = new Set(['078051120', '219099999', '123456789', '111223333', '123121234']);

/** Social Security Administration: no area 000, 666 or 900 and above, no group 00, no serial 0000. */
export const usSsn: Validator = ({ value, before, after }) => {
  const digits = value.replace(/\D/g, '');
  const area = Number(digits.slice(0, 3));
  if (area === 0 || area === 666 || area >= 900) return DROP;
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000' || new Set(digits).size === 1) return DROP;
  // A piece of a longer identifier or of a phone number.
  if (/[\p{L}\p{N}][-_.]$/u.test(before) || /^[-_.]?\d|^[-_]\p{L}/u.test(after)) return DROP;
  if (PUBLISHED_SSNS.has(digits)) return accept({ by: -2, reason: 'published example number' });
  return accept({ by: 1, reason: 'area, group and serial ok' });
};

/** Internal Revenue Service: 9xx with a group from 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
export const usItin = provenBy('group ok', (digits) => {
  const group = Number(digits.slice(3, 5));
  return (
    digits.startsWith('9') &&
    ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93))
  );
});

/** National Provider Identifier: Luhn over 80840 and the ten digits (45 CFR 162). */
export const usNpi = provenBy('NPI checksum ok', (digits) => passesLuhn(`80840${digits}`));

/** HM Revenue & Customs (NIM39110): letters that no prefix has, and prefixes that are not given out. */
export const ukNino = provenBy(
  'prefix ok',
  (bare) => /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(bare) && !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(bare),
);

/** NHS number: weights 10 to 2, modulo 11. */
export const ukNhs = provenBy('NHS checksum ok', (digits) => {
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits[9]);
});

export const caSin = provenBy('Luhn ok', (digits) => !/^[08]/.test(digits) && passesLuhn(digits));

export const auTfn = provenBy(
  'TFN checksum ok',
  (digits) => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
);

/** Australian Business Number: one less in the first digit, modulo 89. */
export const auAbn = provenBy(
  'ABN checksum ok',
  (digits) =>
    weighted(String(Number(digits[0]) - 1) + digits.slice(1), [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) %
      89 ===
    0,
);

export const auMedicare = provenBy(
  'Medicare checksum ok',
  (digits) => weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]),
);

export const inAadhaar = provenBy('Verhoeff ok', (digits) => /^[2-9]/.test(digits) && passesVerhoeff(digits));

const cpfDigit = (digits: string, weights: number[]): number => {
  const rest = weighted(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
};

export const brCpf = provenBy(
  'both CPF check digits ok',
  (digits) =>
    cpfDigit(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[9]) &&
    cpfDigit(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[10]),
);

export const brCnpj = provenBy(
  'both CNPJ check digits ok',
  (digits) =>
    cpfDigit(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[12]) &&
    cpfDigit(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[13]),
);

/** Bundeszentralamt für Steuern: of the first ten digits one stands twice or three times; MOD 11,10. */
export const deTaxId = provenBy('ISO 7064 ok', (digits) => {
  const distinct = new Set(digits.slice(0, 10)).size;
  return !digits.startsWith('0') && (distinct === 9 || distinct === 8) && passesMod11And10(digits);
});

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** DNI and NIE: the letter is the number modulo 23; X, Y, Z in front count as 0, 1, 2. */
export const esNif = provenBy('check letter ok', (bare) => {
  const number = Number(bare.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
  return NIF_LETTERS[number % 23] === bare.at(-1);
});

/** What characters count in odd places of a codice fiscale (decree of 23 December 1976). */
const CF_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

export const itFiscalCode = provenBy('check letter ok', (bare) => {
  let sum = 0;
  for (let at = 0; at < 15; at += 1) {
    const code = bare.charCodeAt(at);
    const value = code >= 65 ? code - 65 : code - 48;
    sum += at % 2 === 0 ? (CF_ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === bare[15];
});

/** NIR: 97 less the remainder; Corsica's 2A and 2B count as 19 and 18. */
export const frNir = provenBy('97-key ok', (bare) => {
  const digits = bare.replace('2A', '19').replace('2B', '18');
  return /^\d{15}$/.test(digits) && 97 - mod97(digits.slice(0, 13)) === Number(digits.slice(13));
});

/** The century stands in the month: 20 more for the years from 2000. */
export const plPesel = provenBy('PESEL checksum ok', (digits) => {
  const month = String(Number(digits.slice(2, 4)) % 20).padStart(2, '0');
  const check = (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10;
  return isDay(digits.slice(0, 2), month, digits.slice(4, 6)) && check === Number(digits[10]);
});

export const nlBsn = provenBy(
  '11-test ok',
  (digits) => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
);

/** Personnummer: a day (60 more for coordination numbers) and Luhn over ten digits. */
export const sePersonnummer = provenBy('date and Luhn ok', (bare) => {
  const digits = bare.slice(-10);
  const day = String(Number(digits.slice(4, 6)) % 60).padStart(2, '0');
  return isDay(digits.slice(0, 2), digits.slice(2, 4), day) && passesLuhn(digits);
});

const HETU_CHECKS = '0123456789ABCDEFHJKLMNPRSTUVWXY';

export const fiHetu: Validator = (candidate) => {
  if (isPartOfLonger(candidate)) return DROP;
  const { value } = candidate;
  const upper = value.toUpperCase();
  const number = Number(upper.slice(0, 6) + upper.slice(7, 10));
  const fits =
    isDay(upper.slice(4, 6), upper.slice(2, 4), upper.slice(0, 2)) && HETU_CHECKS[number % 31] === upper[10];
  return fits ? accept({ by: 1, reason: 'date and check character ok' }) : DROP;
};

export const trTckn = provenBy('both check digits ok', (digits) => {
  const odd = weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  const sum = weighted(digits, [1, 1, 1, 1, 1, 1, 1, 1, 1]) + tenth;
  return !digits.startsWith('0') && tenth === Number(digits[9]) && sum % 10 === Number(digits[10]);
});

export const zaId = provenBy(
  'date and Luhn ok',
  (digits) =>
    isDay(digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)) &&
    Number(digits[10]) <= 2 &&
    passesLuhn(digits),
);
