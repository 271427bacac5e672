import { accept, DROP, isPartOfLonger, provenBy, type Validator } from './candidate.ts';
import { mod97, weighted } from './sums.ts';

/** Length of an IBAN by country, from SWIFT's IBAN registry. */
const IBAN_LENGTHS = new Map(
  Object.entries({
    15: 'NO',
    16: 'BE',
    18: 'DK FI FO GL NL SD FK',
    19: 'MK SI',
    20: 'AT BA EE KZ LT LU MN XK',
    21: 'CH HR LI LV',
    22: 'BG BH CR DE GB GE IE ME RS VA',
    23: 'AE GI IL IQ OM SO TL',
    24: 'AD CZ ES MD PK RO SA SE SK TN VG',
    25: 'LY PT ST',
    26: 'IS TR',
    27: 'BI DJ FR GR IT MC MR SM',
    28: 'AL AZ BY CY DO GT HU LB NI PL SV',
    29: 'BR EG PS QA UA',
    30: 'JO KW MU YE',
    31: 'MT SC',
    32: 'LC',
    33: 'RU',
  }).flatMap(([length, countries]) => countries.split(' ').map((country) => [country, Number(length)])),
);

/** ISO 13616: a country's length, and 1 as the remainder by 97 with the first four characters moved to the end. */
export const iban: Validator = (candidate) => {
  if (isPartOfLonger(candidate)) return DROP;
  const { value } = candidate;
  const bare = value.replace(/[^A-Za-z\d]/g, '').toUpperCase();
  if (IBAN_LENGTHS.get(bare.slice(0, 2)) !== bare.length) return DROP;
  if (mod97(bare.slice(4) + bare.slice(0, 4)) !== 1) return DROP;
  return accept({ by: 1, reason: `IBAN of ${bare.slice(0, 2)}, mod 97 ok` });
};

/** Federal Reserve routing numbers: district, then the weights 3, 7, 1. */
export const abaRouting = provenBy('routing number checksum ok', (digits) => {
  const district = Number(digits.slice(0, 2));
  const known = district <= 12 || (district >= 21 && district <= 32) || (district >= 61 && district <= 72);
  return (known || district === 80) && weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
});
