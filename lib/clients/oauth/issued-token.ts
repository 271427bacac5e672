import type { SignedClaims } from '#lib/auth/signed-token.ts';
import { readSignedToken, signToken } from '#lib/auth/signed-token.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { VerifiedToken } from '../authenticate-signed-token.ts';

const GRANT = 'client-credentials';
/** How the claims begin of every token that is issued to a client, and of no token of a user. */
const BEGINS = Buffer.from('{"gty"').toString('base64url');

/** What a token says that the product issued to a client; `secretId`: of the secret that it was got with. */
type Issue = { clientId: string; secretId: string; scope: string; lifetimeSeconds: number };

/**
 * Signed like the tokens of users; `gty` says that it is a client's, as in those which clients sign
 * themselves.
 */
export function signIssuedToken({ clientId, secretId, scope, lifetimeSeconds }: Issue): Promise<string> {
  // `gty` comes first: see `looksIssued`.
  const claims = { gty: GRANT, client_id: clientId, secret_id: secretId, scope };
  return signToken(clientId, claims, lifetimeSeconds);
}

/** Of a token signed here, whether it looks like a client's; nothing is checked yet. */
export const looksIssued = (token: string): boolean => token.startsWith(BEGINS, token.indexOf('.') + 1);

export type IssuedToken = VerifiedToken & { scopes: readonly string[]; claims: SignedClaims };

/** Reads a token that was issued to a client, or says why it is none. Whether it has expired is not asked. */
export async function readIssuedToken(raw: string): Promise<IssuedToken | string> {
  const claims = await readSignedToken(raw);
  if (typeof claims === 'string') return claims;
  const { sub, jti, iat, exp, gty, secret_id: secretId, scope } = claims;
  if (gty !== GRANT || claims.client_id !== sub || !isUuid(sub)) return 'not issued to a client';
  if (typeof secretId !== 'string' || typeof scope !== 'string') return 'no secret_id or no scope';
  const scopes = scope.split(' ').filter((name) => name !== '');
  return { clientId: sub, jti, iat, exp, nbf: 0, secretId, scopes, claims };
}

/** What of the token's scope the client holds now: taken from the client, it is taken from its tokens. */
export const scopesNow = (token: Pick<IssuedToken, 'scopes'>, held: readonly string[]): string[] =>
  token.scopes.filter((name) => held.includes(name));
