import type { ClientActor } from '#lib/auth/context.ts';
import { cachedById } from '#lib/platform/cached-by-id.ts';
import { clock } from '#lib/platform/clock.ts';
import { networkOf } from '#lib/platform/network.ts';
import { admitClient, refuseToken } from './admit-client.ts';
import { cachedClient } from './client-cache.ts';
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
): Promise<ClientActor> {
  const claims = readSessionToken(token);
  if (!claims) throw refuseToken('not made here');
  const nowMs = clock.now().getTime();
  if (claims.expiresAtMs <= nowMs) throw refuseToken('expired');
  if (claims.network !== networkOf(address)) throw refuseToken('used from another network');
  const [session, client] = await Promise.all([
    cachedSession(claims.sessionId),
    cachedClient(claims.clientId),
  ]);
  if (!session || session.revokedAt) throw refuseToken('the session was revoked');
  if (!client) throw refuseToken('unknown client');
  return admitClient(client, { secretId: null, address, nowMs });
}
