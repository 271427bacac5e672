import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { clock } from '#lib/platform/clock.ts';
import { isRefusal, parseCompactJwt } from '#lib/platform/compact-jwt.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { env } from '#lib/platform/env.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { currentSigningKey, findSigningKey } from './signing-keys.ts';

const TYPE = 'at+jwt';
/** By its form alone: how every token begins that is signed here, and none that a client signs itself. */
const BEGINS = Buffer.from('{"alg":"EdDSA",').toString('base64url');

export const AUDIENCE = 'urn:the-eye:api';
/** What `iss` of every token says, and with it the metadata (RFC 8414 section 2). */
export const issuer = (): string => env().PUBLIC_URL ?? 'urn:the-eye';

export type SignedClaims = JWTPayload & { sub: string; jti: string; iat: number; exp: number };

/** Whether the text looks like a token that the product signed; nothing is checked yet. */
export const looksSignedHere = (token: string): boolean => token.startsWith(BEGINS);

/** A token of the product itself (RFC 9068), signed with its current key. */
export async function signToken(
  subject: string,
  claims: JWTPayload,
  lifetimeSeconds: number,
): Promise<string> {
  const { kid, privateKey } = await currentSigningKey();
  const iat = Math.floor(clock.now().getTime() / 1_000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid })
    .setIssuer(issuer())
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(iat)
    .setExpirationTime(iat + lifetimeSeconds)
    .sign(privateKey);
}

const MAX_VERIFIED = 100_000;
/** Tokens whose signature was found good, by the digest of the whole text: nothing else is remembered. */
const verified = (): Lru<string, SignedClaims> =>
  processSingleton('auth.verified-tokens', () => createLru(MAX_VERIFIED));

/**
 * What a token signed here claims: its form is read first, then the signature. Whether it has expired is not
 * asked.
 */
export async function readSignedToken(raw: string): Promise<SignedClaims | 'malformed' | 'forged'> {
  const digest = sha256(raw).toString('latin1');
  const known = verified().get(digest);
  if (known) return known;
  const claims = await verify(raw);
  if (typeof claims === 'object') verified().set(digest, claims);
  return claims;
}

async function verify(raw: string): Promise<SignedClaims | 'malformed' | 'forged'> {
  const jwt = parseCompactJwt(raw, 'EdDSA');
  if (isRefusal(jwt) || jwt.header.typ !== TYPE || typeof jwt.header.kid !== 'string') return 'malformed';
  const key = isUuid(jwt.header.kid) ? await findSigningKey(jwt.header.kid) : null;
  if (!key) return 'forged';
  try {
    const { payload } = await jwtVerify(raw, key.publicKey, {
      algorithms: ['EdDSA'],
      typ: TYPE,
      issuer: issuer(),
      audience: AUDIENCE,
      requiredClaims: ['iss', 'aud', 'sub', 'jti', 'iat', 'exp'],
      currentDate: clock.now(),
    });
    return payload as SignedClaims;
  } catch (error) {
    // Its time is looked at last: all the rest was found good.
    if (error instanceof errors.JWTExpired) return error.payload as SignedClaims;
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'forged';
    if (error instanceof errors.JOSEError) return 'malformed';
    throw error;
  }
}

/** Whether its `exp` has passed. */
export const hasExpired = ({ exp }: Pick<SignedClaims, 'exp'>): boolean =>
  exp * 1_000 <= clock.now().getTime();
