import { isUuid } from '#lib/platform/ids.ts';
import { hasExpired, readSignedToken, signToken } from './signed-token.ts';

const ACCESS_TOKEN_SECONDS = 600;

export type AccessClaims = { userId: string; sessionId: string };
export type AccessFault = 'malformed' | 'forged' | 'expired';

/** A token for ten minutes that says who and in which session, and nothing of what he may do. */
export function signAccessToken({ userId, sessionId }: AccessClaims): Promise<string> {
  return signToken(userId, { sid: sessionId }, ACCESS_TOKEN_SECONDS);
}

/** Reads a user's access token: its form, then the signature, and only then what it claims. */
export async function readAccessToken(raw: string): Promise<AccessClaims | AccessFault> {
  const claims = await readSignedToken(raw);
  if (typeof claims === 'string') return claims;
  // One that says how it was granted is a client's: no family of tokens is ever read as another.
  const { sub, sid, gty } = claims;
  if (gty !== undefined || typeof sid !== 'string' || !isUuid(sid) || !isUuid(sub)) return 'malformed';
  return hasExpired(claims) ? 'expired' : { userId: sub, sessionId: sid };
}
