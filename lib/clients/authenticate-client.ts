import type { AdmittedClient } from './admit-client.ts';
import { authenticateClientSession } from './authenticate-client-session.ts';
import { authenticateSignedToken } from './authenticate-signed-token.ts';
import { isSessionToken } from './session-token.ts';

/**
 * The client behind a token: one it signed itself, or the access token of a session. `address` is the caller's.
 * @throws AppError `unauthenticated`, in one and the same way for whatever is wrong.
 */
export function authenticateClient(token: string, address: string | undefined): Promise<AdmittedClient> {
  return isSessionToken(token)
    ? authenticateClientSession(token, address)
    : authenticateSignedToken(token, address);
}
