import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { clock } from '#lib/platform/clock.ts';
import { isRefusal, parseCompactJwt } from '#lib/platform/compact-jwt.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { env } from '#lib/platform/env.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { currentSigningKey, findSigningKey } from './signing-keys.ts';

const ACCESS_TOKEN_SECONDS = 600;
const TYPE = 'at+jwt';
const AUDIENCE = 'urn:the-eye:api';
const issuer = (): string => env().PUBLIC_URL ?? 'urn:the-eye';

export type AccessClaims = { userId: string; sessionId: string };
export type AccessFault = 'malformed' | 'forged' | 'expired';

/** A token for ten minutes that says who and in which session, and nothing of what he may do. */
export async function signAccessToken({ userId, sessionId }: AccessClaims): Promise<string> {
  const { kid, privateKey } = await currentSigningKey();
  const iat = Math.floor(clock.now().getTime() / 1_000);
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid })
    .setIssuer(issuer())
    .setAudience(AUDIENCE)
    .setSubject(userId)
    .setJti(randomUUID())
    .setIssuedAt(iat)
    .setExpirationTime(iat + ACCESS_TOKEN_SECONDS)
    .sign(privateKey);
}

type Verified = AccessClaims & { expiresAtMs: number };
const MAX_VERIFIED = 100_000;
/** Tokens whose signature was found good, by the digest of the whole text: nothing else is remembered. */
const verified = (): Lru<string, Verified> =>
  processSingleton('auth.verified-tokens', () => createLru(MAX_VERIFIED));

/** Reads an access token: its form, then the signature, and only then what it claims. */
export async function readAccessToken(raw: string): Promise<AccessClaims | AccessFault> {
  const digest = sha256(raw).toString('latin1');
  const known = verified().get(digest);
  if (known) return known.expiresAtMs > clock.now().getTime() ? known : 'expired';
  const read = await verifyAccessToken(raw);
  if (typeof read === 'object') verified().set(digest, read);
  return read;
}

async function verifyAccessToken(raw: string): Promise<Verified | AccessFault> {
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
      requiredClaims: ['iss', 'aud', 'sub', 'jti', 'sid', 'iat', 'exp'],
      currentDate: clock.now(),
    });
    const { sub, sid, exp } = payload;
    if (typeof sub !== 'string' || !isUuid(sub) || typeof sid !== 'string' || !isUuid(sid))
      return 'malformed';
    return { userId: sub, sessionId: sid, expiresAtMs: (exp as number) * 1_000 };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'forged';
    if (error instanceof errors.JOSEError) return 'malformed';
    throw error;
  }
}
