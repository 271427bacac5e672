import { domainToASCII } from 'node:url';

const CONTROL = /\p{C}/u;
const count = (text: string): number => text.split('@').length - 1;

/**
 * The one spelling of an address under which a user is kept and found: trimmed, NFKC, lower case, domain in
 * punycode. Null when it is none, or would become another by normalising (look-alikes of @, hidden characters).
 */
export function normalizeEmail(text: string): string | null {
  const trimmed = text.trim();
  const plain = trimmed.normalize('NFKC').toLowerCase();
  if (count(trimmed) !== 1 || count(plain) !== 1 || CONTROL.test(plain) || /\s/.test(plain)) return null;
  const [local = '', domain = ''] = plain.split('@');
  const ascii = domainToASCII(domain);
  const email = `${local}@${ascii}`;
  return local === '' || ascii === '' || email.length > 254 ? null : email;
}
