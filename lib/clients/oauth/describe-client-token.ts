import type { TokenFacts } from '#lib/auth/describe-token.ts';
import { AUDIENCE, hasExpired, issuer } from '#lib/auth/signed-token.ts';
import { clock } from '#lib/platform/clock.ts';
import { isRefusal } from '#lib/platform/compact-jwt.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { isHashOf } from '#lib/platform/refresh-token.ts';
import { type CachedClient, cachedClient } from '../client-cache.ts';
import { isSignedWith, parseClientToken, timeFault } from '../client-token.ts';
import { findSecret } from '../find-secret.ts';
import { findUsedToken } from '../once-repo.ts';
import { clientRefreshTokens } from '../session-pair.ts';
import { type ClientSessionRow, findSession } from '../session-repo.ts';
import { readSessionToken } from '../session-token.ts';
import { readIssuedToken, scopesNow } from './issued-token.ts';

// A token is only looked at here: no use of it is noted, none is counted, and the caller's address is not
// that of its holder.

type Facts = TokenFacts | null;

async function liveClient(id: string): Promise<CachedClient | null> {
  const client = await cachedClient(id);
  return client?.enabled && client.expiresAtMs > clock.now().getTime() ? client : null;
}

/** Asked of the store each time: who uses a token up tells nobody. */
const isSpent = async ({ clientId, jti }: { clientId: string; jti: string }): Promise<boolean> =>
  (await findUsedToken(clientId, jti)) !== null;

const ofClient = (client: CachedClient, scopes: readonly string[]) => ({
  sub: client.id,
  client_id: client.id,
  scope: scopes.join(' '),
  aud: AUDIENCE,
});

/** A token that was issued to a client, or null when it does not count. */
export async function describeIssuedToken(token: string): Promise<Facts> {
  const issued = await readIssuedToken(token);
  if (typeof issued === 'string' || hasExpired(issued)) return null;
  const client = await liveClient(issued.clientId);
  const nowMs = clock.now().getTime();
  const secret = client?.secrets.find(({ id }) => id === issued.secretId);
  if (!client || !secret || secret.expiresAtMs <= nowMs) return null;
  if (timeFault(issued, nowMs, client.maxTokenLifetimeSeconds) || (await isSpent(issued))) return null;
  const { exp, iat, jti } = issued;
  const scopes = scopesNow(issued, client.scopes);
  return { ...ofClient(client, scopes), exp, iat, token_type: 'Bearer', iss: issuer(), jti };
}

/** A token that a client signed itself, and so issued itself; null when it does not count. */
export async function describeOwnToken(token: string): Promise<Facts> {
  const parsed = parseClientToken(token);
  if (isRefusal(parsed) || hasExpired(parsed)) return null;
  const client = await liveClient(parsed.clientId);
  const nowMs = clock.now().getTime();
  const secret = findSecret(client, nowMs, (secretKey) => isSignedWith(parsed, secretKey));
  if (!client || !secret || secret.expiresAtMs <= nowMs) return null;
  if (timeFault(parsed, nowMs, client.maxTokenLifetimeSeconds)) return null;
  if (client.oneTimeTokens && (await isSpent(parsed))) return null;
  const { exp, iat, jti } = parsed;
  return { ...ofClient(client, client.scopes), exp, iat, token_type: 'Bearer', iss: client.id, jti };
}

/** A client's session that is not over, or null. */
async function liveSession(id: string): Promise<{ session: ClientSessionRow; client: CachedClient } | null> {
  const session = await findSession(id);
  if (!session || session.revokedAt || session.expiresAt <= clock.now()) return null;
  const client = await liveClient(session.clientId);
  return client && { session, client };
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** The access token of a client's session, or null when it does not count. */
export async function describeSessionToken(token: string): Promise<Facts> {
  const claims = readSessionToken(token);
  if (!claims || claims.expiresAtMs <= clock.now().getTime()) return null;
  const live = await liveSession(claims.sessionId);
  if (!live) return null;
  return {
    ...ofClient(live.client, live.client.scopes),
    exp: secondsOf(new Date(claims.expiresAtMs)),
    iat: secondsOf(live.session.refreshedAt),
    token_type: 'Bearer',
    iss: issuer(),
    jti: claims.sessionId,
  };
}

/** The refresh token of a client's session, or null when it is not the current one. */
export async function describeSessionRefreshToken(token: string): Promise<Facts> {
  const parsed = clientRefreshTokens.parse(token);
  const live = parsed && (await liveSession(parsed.sessionId));
  if (!live || !isHashOf(live.session.tokenHash, sha256(token))) return null;
  return {
    ...ofClient(live.client, live.client.scopes),
    exp: secondsOf(live.session.expiresAt),
    iat: secondsOf(live.session.refreshedAt),
    token_type: 'refresh_token',
    iss: issuer(),
    jti: `${live.session.id}.${parsed.counter}`,
  };
}
