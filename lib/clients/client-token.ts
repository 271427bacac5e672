import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '#lib/platform/ids.ts';
import { parseJson } from '#lib/platform/json.ts';

/** Clocks differ: a token counts this much before its `iat` and after its `exp`. */
export const CLOCK_SKEW_SECONDS = 30;
const MAX_TOKEN_LENGTH = 4_096;
const MAX_HEADER_LENGTH = 1_024;
/** Beyond this a number is no time in seconds but a mistake (milliseconds) or an attack. */
const MAX_SECONDS = 4.1e9;
const REFUSED_HEADERS = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc'];
const BASE64URL = /^[\w-]+$/;
const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

export type ClientToken = {
  clientId: string;
  jti: string;
  iat: number;
  exp: number;
  signedText: string;
  signature: Buffer;
};

/** Why a token is refused: for the log and the tests, never for the caller. */
export type Refusal = { refused: string };

const refuse = (refused: string): Refusal => ({ refused });
export const isRefusal = (value: object): value is Refusal => 'refused' in value;

/** The bytes of a base64url text in its one canonical spelling, or null. */
function decodePart(part: string): Buffer | null {
  if (!BASE64URL.test(part)) return null;
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeObject(part: string): Record<string, unknown> | null {
  const bytes = decodePart(part);
  if (!bytes) return null;
  try {
    const value = parseJson(utf8.decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function headerFault(header: Record<string, unknown>): string | null {
  if (header.alg !== 'HS256') return 'alg is not HS256';
  const refused = REFUSED_HEADERS.find((name) => name in header);
  if (refused) return `header holds ${refused}`;
  const { typ } = header;
  return typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')
    ? null
    : 'typ is not JWT';
}

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < MAX_SECONDS;

function claimsFault(claims: Record<string, unknown>): string | null {
  if (claims.gty !== 'client-credentials') return 'gty is not client-credentials';
  if (typeof claims.jti !== 'string' || !PRINTABLE.test(claims.jti)) return 'jti is not a printable string';
  if (typeof claims.sub !== 'string' || !isUuid(claims.sub.toLowerCase())) return 'sub is not a client id';
  if (!isSeconds(claims.iat)) return 'iat is not a time';
  if (!isSeconds(claims.exp)) return 'exp is not a time';
  return claims.exp > claims.iat ? null : 'exp is not after iat';
}

/** Takes a token apart and checks all that needs no key: form, header, and the type of every claim. */
export function parseClientToken(raw: string): ClientToken | Refusal {
  if (raw.length > MAX_TOKEN_LENGTH) return refuse('longer than 4 KB');
  const [head, body, tail, ...rest] = raw.split('.');
  if (head === undefined || body === undefined || tail === undefined || rest.length > 0)
    return refuse('not three parts');
  if (head.length > MAX_HEADER_LENGTH) return refuse('header longer than 1 KB');
  const header = decodeObject(head);
  if (!header) return refuse('header is not an object in base64url');
  const wrongHeader = headerFault(header);
  if (wrongHeader) return refuse(wrongHeader);
  const claims = decodeObject(body);
  if (!claims) return refuse('claims are not an object in base64url');
  const wrongClaims = claimsFault(claims);
  if (wrongClaims) return refuse(wrongClaims);
  const signature = decodePart(tail);
  if (signature?.length !== 32) return refuse('signature is not 32 bytes in base64url');
  const { sub, jti, iat, exp } = claims as { sub: string; jti: string; iat: number; exp: number };
  return { clientId: sub.toLowerCase(), jti, iat, exp, signedText: `${head}.${body}`, signature };
}

/** The HMAC that the client would have made with this secret, compared in constant time. */
export function isSignedWith(token: ClientToken, secretKey: string): boolean {
  const made = createHmac('sha256', secretKey).update(token.signedText).digest();
  return timingSafeEqual(made, token.signature);
}

/** Whether the token counts at this moment, for a client that allows this lifetime; null when it does. */
export function timeFault(
  token: Pick<ClientToken, 'iat' | 'exp'>,
  nowMs: number,
  maxLifetimeSeconds: number,
): string | null {
  const now = nowMs / 1_000;
  if (token.exp + CLOCK_SKEW_SECONDS <= now) return 'expired';
  if (token.iat > now + CLOCK_SKEW_SECONDS) return 'issued in the future';
  return token.exp - token.iat > maxLifetimeSeconds ? 'lives longer than the client allows' : null;
}
