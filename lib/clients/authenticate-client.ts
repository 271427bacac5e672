import { looksSignedHere } from '#lib/auth/signed-token.ts';
import type { AdmittedClient } from './admit-client.ts';
import { authenticateClientSession } from './authenticate-client-session.ts';
import { authenticateSignedToken } from './authenticate-signed-token.ts';
import { authenticateIssuedToken } from './oauth/authenticate-issued-token.ts';
import { isSessionToken } from './session-token.ts';

/**
 * The client behind a token: one it signed itself, one issued to it, or the access token of a session.
 * `address` is the caller's.
 * @throws AppError `unauthenticated`, in one and the same way for whatever is wrong.
 */
export function authenticateClient(token: string, address: string | undefined): Promise<AdmittedClient> {
  if (isSessionToken(token)) return authenticateClientSession(token, address);
  return looksSignedHere(token)
    ? authenticateIssuedToken(token, address)
    : authenticateSignedToken(token, address);
}
