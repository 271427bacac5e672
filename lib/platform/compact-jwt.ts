import { parseJson } from './json.ts';

const MAX_TOKEN_LENGTH = 4_096;
const MAX_HEADER_LENGTH = 1_024;
const REFUSED_HEADERS = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc'];
const BASE64URL = /^[\w-]+$/;

export type CompactJwt = {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  signedText: string;
  signature: Buffer;
};

/** Why a token is refused: for the log and the tests, never for the caller. */
export type Refusal = { refused: string };

export const refuse = (refused: string): Refusal => ({ refused });
export const isRefusal = (value: object): value is Refusal => 'refused' in value;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a base64url text in its one canonical spelling, or null. */
function decodePart(part: string): Buffer | null {
  if (!BASE64URL.test(part)) return null;
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : null;
}

function decodeObject(part: string): Record<string, unknown> | null {
  const bytes = decodePart(part);
  if (!bytes) return null;
  try {
    const value = parseJson(utf8.decode(bytes));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * Takes a signed token apart by the rules that hold for every family (RFC 8725): one spelling only, no repeated
 * keys, nothing in the header that would lead to a key or change what is signed. The signature is not checked.
 */
export function parseCompactJwt(raw: string, alg: 'HS256' | 'EdDSA'): CompactJwt | Refusal {
  if (raw.length > MAX_TOKEN_LENGTH) return refuse('longer than 4 KB');
  const [head, body, tail, ...rest] = raw.split('.');
  if (head === undefined || body === undefined || tail === undefined || rest.length > 0)
    return refuse('not three parts');
  if (head.length > MAX_HEADER_LENGTH) return refuse('header longer than 1 KB');
  const header = decodeObject(head);
  if (!header) return refuse('header is not an object in base64url');
  if (header.alg !== alg) return refuse(`alg is not ${alg}`);
  const forbidden = REFUSED_HEADERS.find((name) => name in header);
  if (forbidden) return refuse(`header holds ${forbidden}`);
  const claims = decodeObject(body);
  if (!claims) return refuse('claims are not an object in base64url');
  const signature = decodePart(tail);
  if (!signature) return refuse('signature is not base64url');
  return { header, claims, signedText: `${head}.${body}`, signature };
}
