import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type CompactJwt,
  isRefusal,
  parseCompactJwt,
  type Refusal,
  refuse,
} from '#lib/platform/compact-jwt.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { RefusalReason } from './refusals/schema.ts';

/** Clocks differ: a token counts this much before its `iat` or `nbf` and after its `exp`. */
const CLOCK_SKEW_SECONDS = 30;
/** Beyond this a number is no time in seconds but a mistake (milliseconds) or an attack. */
const MAX_SECONDS = 4.1e9;
const HMAC_BYTES = 32;
const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

export type ClientToken = Pick<CompactJwt, 'signedText' | 'signature'> & {
  clientId: string;
  jti: string;
  iat: number;
  exp: number;
  /** Before this moment it does not count; 0 when the token does not say. */
  nbf: number;
};

type Claims = { sub: string; jti: string; iat: number; exp: number; nbf?: number };

const isJwtType = (typ: unknown): boolean =>
  typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT');

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < MAX_SECONDS;

function claimsFault(claims: Record<string, unknown>): string | null {
  if (claims.gty !== 'client-credentials') return 'gty is not client-credentials';
  if (typeof claims.jti !== 'string' || !PRINTABLE.test(claims.jti)) return 'jti is not a printable string';
  if (typeof claims.sub !== 'string' || !isUuid(claims.sub.toLowerCase())) return 'sub is not a client id';
  if (!isSeconds(claims.iat)) return 'iat is not a time';
  if (!isSeconds(claims.exp)) return 'exp is not a time';
  if (claims.nbf !== undefined && !isSeconds(claims.nbf)) return 'nbf is not a time';
  return claims.exp > claims.iat ? null : 'exp is not after iat';
}

/** Takes a client's token apart and checks all that needs no key: form, header, and the type of every claim. */
export function parseClientToken(raw: string): ClientToken | Refusal {
  const jwt = parseCompactJwt(raw, 'HS256');
  if (isRefusal(jwt)) return jwt;
  if (!isJwtType(jwt.header.typ)) return refuse('typ is not JWT');
  const fault = claimsFault(jwt.claims);
  if (fault) return refuse(fault);
  if (jwt.signature.length !== HMAC_BYTES) return refuse('signature is not 32 bytes');
  const { sub, jti, iat, exp, nbf = 0 } = jwt.claims as Claims;
  const { signedText, signature } = jwt;
  return { clientId: sub.toLowerCase(), jti, iat, exp, nbf, signedText, signature };
}

/** The HMAC that the client would have made with this secret, compared in constant time. */
export function isSignedWith(token: ClientToken, secretKey: string): boolean {
  const made = createHmac('sha256', secretKey).update(token.signedText).digest();
  return timingSafeEqual(made, token.signature);
}

/** Why the token does not count at this moment, for a client that allows this lifetime; null when it does. */
export function timeFault(
  token: Pick<ClientToken, 'iat' | 'exp' | 'nbf'>,
  nowMs: number,
  maxLifetimeSeconds: number,
): RefusalReason | null {
  const now = nowMs / 1_000;
  if (token.exp + CLOCK_SKEW_SECONDS <= now) return 'token_expired';
  if (token.iat > now + CLOCK_SKEW_SECONDS) return 'token_not_yet_valid';
  if (token.nbf > now + CLOCK_SKEW_SECONDS) return 'token_not_yet_valid';
  return token.exp - token.iat > maxLifetimeSeconds ? 'token_lives_too_long' : null;
}
