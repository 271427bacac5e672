import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { isHashOf } from '#lib/platform/refresh-token.ts';
import { settleAccessToken } from './authenticate-access-token.ts';
import { type SignedInUser, userOf } from './authenticate-console-session.ts';
import { userRefreshTokens } from './refresh-token.ts';
import { expandPermissions } from './require-permission.ts';
import { SESSION_LIFE, sessionFault } from './session-life.ts';
import { findSessionById } from './session-repo.ts';
import { AUDIENCE, issuer, readSignedToken } from './signed-token.ts';

/** What is told of a token that counts (RFC 7662 section 2.2); times in seconds. */
export type TokenFacts = {
  sub: string;
  client_id?: string;
  username?: string;
  /** What it is good for now, by name. */
  scope: string;
  exp: number;
  iat: number;
  token_type: 'Bearer' | 'refresh_token';
  iss: string;
  aud: string;
  jti: string;
};

/** A user's token is good for all that he may do. */
const ofUser = ({ id, email, held }: SignedInUser) => ({
  sub: id,
  username: email,
  scope: expandPermissions(held).join(' '),
});

/** A user's access token, or null when it does not count. */
export async function describeAccessToken(token: string): Promise<TokenFacts | null> {
  const user = await settleAccessToken(token);
  if (typeof user === 'string') return null;
  const claims = await readSignedToken(token);
  if (typeof claims === 'string') return null;
  const { exp, iat, jti } = claims;
  return { ...ofUser(user), exp, iat, token_type: 'Bearer', iss: issuer(), aud: AUDIENCE, jti };
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** A user's refresh token, or null when it is not the current one of a session that is alive. */
export async function describeRefreshToken(token: string): Promise<TokenFacts | null> {
  const parsed = userRefreshTokens.parse(token);
  const session = parsed && (await findSessionById(parsed.sessionId));
  if (!parsed || session?.kind !== 'api' || sessionFault(session, clock.now())) return null;
  if (!isHashOf(session.tokenHash, sha256(token))) return null;
  const idleEnd = new Date(session.lastSeenAt.getTime() + SESSION_LIFE.api.idleMs);
  return {
    ...ofUser(await userOf(session)),
    exp: secondsOf(idleEnd < session.expiresAt ? idleEnd : session.expiresAt),
    iat: secondsOf(session.refreshedAt ?? session.createdAt),
    token_type: 'refresh_token',
    iss: issuer(),
    aud: AUDIENCE,
    jti: `${session.id}.${parsed.counter}`,
  };
}
