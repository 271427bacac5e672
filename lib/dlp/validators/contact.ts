import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { accept, type Candidate, type Check, DROP, type Validator } from './candidate.ts';

const FILE_ENDINGS = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|scss|js|mjs|ts|tsx|json|html?|pdf|zip)$/i;
const DOCUMENTATION_DOMAINS = /@(?:[^@]*\.)?(?:example\.(?:com|net|org)|example|invalid|test|localhost)$/i;

export function checkEmail({ value }: Candidate): Check {
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

/** Numbers that some country has given out, or could; without a country code those of North America. */
export const phone: Validator = ({ value, before, after }) => {
  if (/[\p{L}\p{N}][-_./:]?$/u.test(before) || /^[-_./:]?[\p{L}\p{N}]/u.test(after)) return DROP;
  const number = parsePhoneNumberFromString(value, 'US');
  if (number === undefined || !number.isValid()) return DROP;
  return accept({ by: 1, reason: `valid number of ${number.country ?? `+${number.countryCallingCode}`}` });
};
