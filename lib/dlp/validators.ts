import { isUuid } from '#lib/platform/ids.ts';
import { findBrand, isPublishedTestNumber, passesLuhn } from './card.ts';
import type { ValidatorName } from './schema.ts';

/** A value that a regex found, with what stands round it in the normalised text. */
export type Candidate = { value: string; before: string; after: string };

/** `drop` says the value is not what the pattern looks for; otherwise each step moves the confidence. */
type Check = { drop: boolean; steps: { by: number; reason: string }[] };

export type Validator = (candidate: Candidate) => Check;

const DROP: Check = { drop: true, steps: [] };
const accept = (...steps: Check['steps']): Check => ({ drop: false, steps });

export const validators: Record<ValidatorName, Validator> = {
  luhn: ({ value }) => {
    const digits = value.replace(/\D/g, '');
    return passesLuhn(digits) ? accept({ by: 1, reason: 'Luhn ok' }) : DROP;
  },
  card_brand: checkCardBrand,
  email: checkEmail,
  aws_key_id: ({ value }) => {
    if (new Set(value.slice(4)).size < 5) return DROP;
    return /EXAMPLE/.test(value) ? accept({ by: -3, reason: 'documentation example' }) : accept();
  },
  private_key: checkPrivateKey,
  placeholder: checkPlaceholder,
  entropy: checkEntropy,
};

/** The groups of an account number look like those of a card. */
const IBAN_START = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){0,4}[ -]?$/;

function checkCardBrand({ value, before, after }: Candidate): Check {
  const digits = value.replace(/\D/g, '');
  const brand = findBrand(digits);
  const separators = value.match(/\D+/g) ?? [];
  if (brand === null || new Set(separators).size > 1 || new Set(digits).size === 1) return DROP;
  // A fraction (0.4111…, 4111….5) is a measurement; separators would have been part of a card's match.
  if (/\d\.$/.test(before) || /^\.\d/.test(after) || IBAN_START.test(before)) return DROP;
  const steps = [{ by: 1, reason: `brand ${brand.name}` }];
  if (!brand.usual) steps.push({ by: -3, reason: `rare length for ${brand.name}` });
  if (isPublishedTestNumber(digits)) steps.push({ by: -2, reason: 'published test number' });
  if (/[\p{L}\p{N}][-_]$/u.test(before) || /^[-_][\p{L}\p{N}]/u.test(after)) {
    // The last twelve digits of a UUID, say: too little speaks for a card to note it at all.
    if (!brand.usual) return DROP;
    steps.push({ by: -3, reason: 'part of a longer identifier' });
  }
  return accept(...steps);
}

const FILE_ENDINGS = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|scss|js|mjs|ts|tsx|json|html?|pdf|zip)$/i;
const DOCUMENTATION_DOMAINS = /@(?:[^@]*\.)?(?:example\.(?:com|net|org)|example|invalid|test|localhost)$/i;

function checkEmail({ value }: Candidate): Check {
  const at = value.lastIndexOf('@');
  const local = value.slice(0, at);
  const domain = value.slice(at + 1);
  if (local.length === 0 || local.length > 64 || domain.length > 253 || FILE_ENDINGS.test(domain))
    return DROP;
  if (/^\.|\.$|\.\./.test(local) || domain.split('.').some((label) => label === '' || label.length > 63)) {
    return DROP;
  }
  const steps = [{ by: 1, reason: 'e-mail syntax ok' }];
  if (DOCUMENTATION_DOMAINS.test(value)) steps.push({ by: -1, reason: 'documentation domain' });
  return accept(...steps);
}

/** A header alone is talk about keys; a leak has a body. */
function checkPrivateKey({ value }: Candidate): Check {
  const body = value.replace(/-----[^-]*-----/g, '').replace(/^[A-Za-z-]+:.*$/gm, '');
  const length = body.replace(/\\[nrt]/g, '').replace(/[^A-Za-z0-9+/=]/g, '').length;
  if (length < 16) return DROP;
  const steps = [{ by: 0, reason: 'key body present' }];
  if (length < 64) steps.push({ by: -1, reason: 'short key body' });
  if (/ENCRYPTED/.test(value)) steps.push({ by: -2, reason: 'encrypted with a passphrase' });
  return accept(...steps);
}

const REFERENCES =
  /^(?:\$\{|\$\(|\$[A-Za-z_]|\{\{|<[^>]*>?$|%[A-Za-z_]+%|#\{|\[[^\]]*\]$)|^(?:process\.env|os\.environ|os\.getenv|getenv|env\.|ENV\[|System\.getenv|config\.|settings\.|secrets\.|vault:|var\.|self\.|this\.|options\.|args\.|request\.|req\.)/;
const HIDDEN_ALREADY = /^(.)\1*$|\*{3}|x{4,}|•{2}|\.{3}|…/i;
const NOTHING =
  /^(?:null|nil|none|undefined|true|false|required|optional|string|password|secret|redacted|hidden|masked|n\/a)$/i;
const SAMPLES =
  /example|sample|dummy|placeholder|change[-_ ]?me|your[-_ ]|replace[-_ ]?me|foobar|insert[-_ ]/i;

function checkPlaceholder({ value }: Candidate): Check {
  if (REFERENCES.test(value) || HIDDEN_ALREADY.test(value) || NOTHING.test(value)) return DROP;
  return SAMPLES.test(value) ? accept({ by: -2, reason: 'looks like a sample' }) : accept();
}

/** Keeps what a generator or a careful person made up and drops words, identifiers in code and plain numbers. */
function checkEntropy({ value }: Candidate): Check {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  const bits = shannonBits(value);
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  if (bits < 2.25 || isUuid(value.toLowerCase()) || !(mixed || (kinds >= 3 && bits >= 3) || bits >= 3.9))
    return DROP;
  if (/^[A-Za-z_$][\w$]*[([]/.test(value) || /^[a-z]+(?:[-_.][a-z]+)*$/.test(value)) return DROP;
  return bits >= 3
    ? accept({ by: 1, reason: `random-looking (${bits.toFixed(1)} bits a character)` })
    : accept({ by: 0, reason: `mixed characters (${bits.toFixed(1)} bits each)` });
}

export function shannonBits(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
