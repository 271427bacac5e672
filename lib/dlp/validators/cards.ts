import { accept, type Candidate, type Check, DROP, isPartOfLonger, type Validator } from './candidate.ts';
import { findBrand, isPublishedTestNumber } from './card-brands.ts';
import { passesLuhn } from './sums.ts';

export const luhn: Validator = ({ value }) =>
  passesLuhn(value.replace(/\D/g, '')) ? accept({ by: 1, reason: 'Luhn ok' }) : DROP;

/** The groups of an account number look like those of a card. */
const IBAN_START = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){0,4}[ -]?$/;

/** Issuers outside of every table there is are believed by their word alone. */
const CARD_WORDS = /(?<![\p{L}\d])(?:credit|debit|bank|payment)?[ -]?cards?(?![\p{L}\d])/iu;

export function checkCardBrand({ value, before, after }: Candidate): Check {
  const digits = value.replace(/\D/g, '');
  const brand = findBrand(digits);
  const separators = value.match(/\D+/g) ?? [];
  if (new Set(separators).size > 1 || new Set(digits).size === 1) return DROP;
  // A fraction (0.4111…, 4111….5) is a measurement; separators would have been part of a card's match.
  if (/\d\.$/.test(before) || /^\.\d/.test(after) || IBAN_START.test(before)) return DROP;
  if (brand === null) {
    return digits.length === 16 && CARD_WORDS.test(before)
      ? accept({ by: -2, reason: 'no known brand, but called a card' })
      : DROP;
  }
  const steps = [{ by: 1, reason: `brand ${brand.name}` }];
  if (!brand.usual) steps.push({ by: -3, reason: `rare length for ${brand.name}` });
  if (isPublishedTestNumber(digits)) steps.push({ by: -2, reason: 'published test number' });
  if (isPartOfLonger({ value, before, after })) {
    // The last twelve digits of a UUID, say: too little speaks for a card to note it at all.
    if (!brand.usual) return DROP;
    steps.push({ by: -3, reason: 'part of a longer identifier' });
  }
  return accept(...steps);
}
