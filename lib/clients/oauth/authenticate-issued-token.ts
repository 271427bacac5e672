import { hasExpired } from '#lib/auth/signed-token.ts';
import type { AdmittedClient } from '../admit-client.ts';
import { authenticateSeen } from '../authenticate-signed-token.ts';
import { cachedClient } from '../client-cache.ts';
import { refuseStranger, refuseToken } from '../refuse-token.ts';
import { readIssuedToken, scopesNow } from './issued-token.ts';
import { isTokenSpent } from './spent-tokens.ts';

/**
 * The client that a token was issued to, held to all that its own tokens are held to: it ends with the
 * secret that it was got with. @throws AppError `unauthenticated`
 */
export async function authenticateIssuedToken(
  token: string,
  address: string | undefined,
): Promise<AdmittedClient> {
  const issued = await readIssuedToken(token);
  if (typeof issued === 'string') throw refuseStranger(issued);
  if (hasExpired(issued)) throw refuseToken(issued.clientId, 'token_expired', address);
  const client = await cachedClient(issued.clientId);
  // Where tokens count once, whoever uses it finds it spent.
  if (client && !client.oneTimeTokens && (await isTokenSpent(issued))) {
    throw refuseToken(client.id, 'token_revoked', address);
  }
  const admitted = await authenticateSeen(issued, address);
  return { ...admitted, scopes: scopesNow(issued, admitted.scopes ?? []) };
}
