import { cachedById } from '#lib/platform/cached-by-id.ts';
import { clock } from '#lib/platform/clock.ts';
import { networkOf } from '#lib/platform/network.ts';
import { type AdmittedClient, admitClient } from './admit-client.ts';
import { cachedClient } from './client-cache.ts';
import { refuseStranger, refuseToken } from './refuse-token.ts';
import { findSession } from './session-repo.ts';
import { readSessionToken } from './session-token.ts';

const cachedSession = cachedById('client_session', findSession);

/**
 * The client of a session's access token, used from the network that the session began in. Warm, it asks nobody.
 * @throws AppError `unauthenticated`
 */
export async function authenticateClientSession(
  token: string,
  address: string | undefined,
): Promise<AdmittedClient> {
  const claims = readSessionToken(token);
  if (!claims) throw refuseStranger('not made here');
  const nowMs = clock.now().getTime();
  const { clientId } = claims;
  if (claims.expiresAtMs <= nowMs) throw refuseToken(clientId, 'token_expired', address);
  if (claims.network !== networkOf(address)) throw refuseToken(clientId, 'session_moved', address);
  const [session, client] = await Promise.all([cachedSession(claims.sessionId), cachedClient(clientId)]);
  if (!client) throw refuseStranger('unknown client');
  if (!session || session.revokedAt) throw refuseToken(clientId, 'session_revoked', address);
  return admitClient(client, { secretId: null, address, nowMs });
}
