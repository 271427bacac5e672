import { crc32 } from 'node:zlib';
import { isUuid } from '#lib/platform/ids.ts';
import { accept, type Candidate, type Check, DROP, type Validator } from './candidate.ts';

export const awsKeyId: Validator = ({ value }) => {
  if (new Set(value.slice(4)).size < 5) return DROP;
  return /EXAMPLE/.test(value) ? accept({ by: -3, reason: 'documentation example' }) : accept();
};

/** A header alone is talk about keys; a leak has a body. */
export function checkPrivateKey({ value }: Candidate): Check {
  const body = value.replace(/-----[^-]*-----/g, '').replace(/^[A-Za-z-]+:.*$/gm, '');
  const length = body.replace(/\\[nrt]/g, '').replace(/[^A-Za-z0-9+/=]/g, '').length;
  if (length < 16) return DROP;
  const steps = [{ by: 0, reason: 'key body present' }];
  if (length < 64) steps.push({ by: -1, reason: 'short key body' });
  if (/ENCRYPTED/.test(value)) steps.push({ by: -2, reason: 'encrypted with a passphrase' });
  return accept(...steps);
}

const REFERENCES =
  /^(?:\$\{|\$\(|\{[A-Za-z_][\w.-]*\}$|\$[A-Za-z_]|\{\{|<[^>]*>?$|%[A-Za-z_]+%|#\{|\[[^\]]*\]$)|^(?:process\.env|os\.environ|os\.getenv|getenv|env\.|ENV\[|System\.getenv|config\.|settings\.|secrets\.|vault:|var\.|self\.|this\.|options\.|args\.|request\.|req\.)/;
const HIDDEN_ALREADY = /^(.)\1*$|\*{3}|x{4,}|•{2}|\.{3}|…/i;
const NOTHING =
  /^(?:null|nil|none|undefined|true|false|required|optional|string|password|secret|redacted|hidden|masked|n\/a)$/i;
const SAMPLES =
  /example|sample|dummy|placeholder|change[-_ ]?me|your[-_ ]|replace[-_ ]?me|foobar|insert[-_ ]/i;

export function checkPlaceholder({ value }: Candidate): Check {
  if (REFERENCES.test(value) || HIDDEN_ALREADY.test(value) || NOTHING.test(value)) return DROP;
  return SAMPLES.test(value) ? accept({ by: -2, reason: 'looks like a sample' }) : accept();
}

/** Keeps what a generator or a careful person made up and drops words, identifiers in code and plain numbers. */
export function checkEntropy({ value }: Candidate): Check {
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

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The last six characters of a token with a prefix are the CRC32 of those between, in base 62 (GitHub, April 2021). */
export const tokenChecksum: Validator = ({ value }) => {
  const body = value.slice(value.indexOf('_') + 1);
  // Longer and fine-grained ones follow no published rule.
  if (!/^[A-Za-z0-9]{36}$/.test(body)) return accept();
  let rest = crc32(body.slice(0, -6));
  let check = '';
  for (let at = 0; at < 6; at += 1) {
    check = BASE62[rest % 62] + check;
    rest = Math.floor(rest / 62);
  }
  return check === body.slice(-6)
    ? accept({ by: 1, reason: 'token checksum ok' })
    : accept({ by: -3, reason: 'token checksum does not fit' });
};

/** RFC 7519: header and claims are JSON objects, the header names its algorithm. */
export const jwt: Validator = ({ value }) => {
  const [header, claims] = value.split('.', 2).map(parseSegment);
  if (header === null || claims === null || header === undefined || claims === undefined) return DROP;
  if (typeof header.alg !== 'string') return DROP;
  const steps = [{ by: 1, reason: `token signed with ${header.alg.slice(0, 16)}` }];
  if (header.alg.toLowerCase() === 'none') steps.push({ by: -2, reason: 'unsigned' });
  if (typeof claims.exp === 'number' && claims.exp * 1000 < Date.now()) {
    steps.push({ by: -3, reason: 'expired' });
  }
  return accept(...steps);
};

function parseSegment(segment: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const COMMON_PASSWORDS =
  /^(?:user|pass|pwd|admin|root|guest|postgres|mysql|secret|token|xxx+|\*+)(?:name|word)?\d{0,2}$/i;
const NOWHERE =
  /^@(?:localhost|127\.0\.0\.1|\[::1\]|(?:[^/:@\s]*\.)?(?:example\.(?:com|net|org)|example|invalid|test))(?![\w.])/i;

/** The password of an address: of a placeholder or of the reader's own machine too little comes of it. */
export const urlPassword: Validator = (candidate) => {
  const checked = checkPlaceholder(candidate);
  if (checked.drop) return DROP;
  const steps = [...checked.steps];
  if (COMMON_PASSWORDS.test(candidate.value)) steps.push({ by: -2, reason: 'a common placeholder' });
  if (NOWHERE.test(candidate.after)) steps.push({ by: -2, reason: 'local or documentation host' });
  return accept(...steps);
};

/** RFC 7617: name, colon and password in Base64. */
export const basicAuth: Validator = ({ value }) => {
  const pair = Buffer.from(value, 'base64').toString('latin1');
  const colon = pair.indexOf(':');
  if (colon < 1 || colon === pair.length - 1 || !/^[\x20-\x7e\xa0-\xff]+$/.test(pair)) return DROP;
  return accept({ by: 1, reason: 'name and password decoded' });
};

/** What people tell each other as a password: not a plain word of the sentence. */
export const spokenPassword: Validator = (candidate) => {
  const { value } = candidate;
  const checked = checkPlaceholder(candidate);
  if (checked.drop || isUuid(value.toLowerCase())) return DROP;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(value)).length;
  // "pin 1234" says a secret, "pass rate: 98%" and "pw: expired" do not.
  const isPin = /^\d{4,8}$/.test(value);
  if (!isPin && (value.length < 6 || !/\d/.test(value) || !/\p{L}/u.test(value))) return DROP;
  if (/^\d+(?:[.,:/-]\d+)*[%a-z]{0,3}$/i.test(value) && !isPin) return DROP;
  return accept(...checked.steps, { by: kinds >= 3 ? 1 : 0, reason: `${kinds} kinds of character` });
};
