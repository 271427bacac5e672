import { authenticateAccessToken } from '#lib/auth/authenticate-access-token.ts';
import { authenticateConsoleSession } from '#lib/auth/authenticate-console-session.ts';
import { type Actor, ANONYMOUS, type Context, requestContext } from '#lib/auth/context.ts';
import { looksSignedHere } from '#lib/auth/signed-token.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { looksIssued } from '#lib/clients/oauth/issued-token.ts';
import { isSessionToken } from '#lib/clients/session-token.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { bearerToken } from './bearer-token.ts';
import { addressFrom } from './request-context.ts';
import { sessionCookieOf } from './session-cookie.ts';

/**
 * Who may knock: `user` (an access token, or the console's session cookie), `client` (a JWT it signed
 * itself, one issued to it, or the access token of its session), `user_or_client`, or `none` (anybody; the
 * actor is anonymous and holds no permission); `user_or_registrant`: a user, or anybody where registration
 * is open.
 */
export type Identity = 'user' | 'client' | 'user_or_client' | 'user_or_registrant' | 'none';

/**
 * A browser sends the cookie along with requests that other sites start: a write by cookie has to come from a
 * page of this very host (OWASP ASVS 5.0, 3.5.1).
 */
function requireSameOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const sameHost =
    origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
  if (!sameHost || (site !== null && site !== 'same-origin')) {
    throw new AppError('forbidden', 'This request did not come from a page of this console.');
  }
}

async function identifyUser(request: Request, address: string | undefined): Promise<Actor | null> {
  const token = bearerToken(request.headers);
  if (token !== null) return authenticateAccessToken(token);
  const cookie = sessionCookieOf(request.headers.get('cookie'));
  if (cookie === null) return null;
  requireSameOrigin(request);
  return authenticateConsoleSession(cookie, address);
}

/**
 * Whether a token says of itself that it is a client's, or is that of a client's session; nothing is checked
 * yet. Those that the product signed are told apart without being taken apart: they are asked about all day.
 */
export const isClientToken = (token: string): boolean => {
  if (isSessionToken(token)) return true;
  if (looksSignedHere(token)) return looksIssued(token);
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'gty' in claims;
  } catch {
    return false;
  }
};

async function identify(
  identity: Identity,
  request: Request,
  address: string | undefined,
): Promise<Actor | null> {
  if (identity === 'none') return ANONYMOUS;
  if (identity === 'user') return identifyUser(request, address);
  if (identity === 'user_or_registrant') {
    const user = await identifyUser(request, address);
    return user ?? (env().REGISTRATION === 'open' ? ANONYMOUS : null);
  }
  const token = bearerToken(request.headers);
  if (identity === 'client') return token === null ? null : authenticateClient(token, address);
  return token !== null && isClientToken(token)
    ? authenticateClient(token, address)
    : identifyUser(request, address);
}

/** Settles who calls. @throws AppError `unauthenticated` without or with a bad identity. */
export async function resolveIdentity(
  identity: Identity,
  request: Request,
  requestId: string,
): Promise<Context> {
  const address = addressFrom(request.headers);
  const actor = await identify(identity, request, address);
  if (!actor) throw new AppError('unauthenticated', 'Authentication credentials were not provided.');
  return requestContext(actor, { requestId, address });
}
