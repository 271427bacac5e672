import { clock } from '#lib/platform/clock.ts';
import { isRefusal } from '#lib/platform/compact-jwt.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { type AdmittedClient, admitClient } from './admit-client.ts';
import { type CachedClient, cachedClient } from './client-cache.ts';
import { type ClientToken, isSignedWith, parseClientToken, timeFault } from './client-token.ts';
import { findSecret } from './find-secret.ts';
import { refuseStranger, refuseToken } from './refuse-token.ts';
import { spendToken } from './spend-token.ts';

/** A token whose signature is right, and the secret that it came of. */
export type VerifiedToken = Pick<ClientToken, 'clientId' | 'jti' | 'iat' | 'exp' | 'nbf'> & {
  secretId: string;
};

/** Tokens whose signature was seen to be right, by their text: a client uses one for minutes or hours. */
const verified = (): Lru<string, VerifiedToken> =>
  processSingleton('verified-client-tokens', () => createLru<string, VerifiedToken>(10_000));

const MAX_REMEMBERED_LENGTH = 1_024;

/**
 * The client that signed this token.
 * @throws AppError `unauthenticated`, alike for an unknown client, a wrong secret, a disabled client, a dead token, one
 * from an address that the client does not allow, and one that was used before when its tokens count once.
 */
export async function authenticateSignedToken(
  token: string,
  address: string | undefined,
): Promise<AdmittedClient> {
  const seen = verified().get(token);
  if (seen) return authenticateSeen(seen, address);
  const parsed = parseClientToken(token);
  if (isRefusal(parsed)) throw refuseStranger(parsed.refused);
  const client = await cachedClient(parsed.clientId);
  const nowMs = clock.now().getTime();
  const secret = findSecret(client, nowMs, (secretKey) => isSignedWith(parsed, secretKey));
  if (!client) throw refuseStranger('unknown client');
  if (!secret) throw refuseToken(client.id, 'wrong_signature', address);
  if (secret.expiresAtMs <= nowMs) throw refuseToken(client.id, 'secret_ended', address);
  const { clientId, jti, iat, exp, nbf } = parsed;
  const good = { clientId, jti, iat, exp, nbf, secretId: secret.id };
  const actor = await admit(client, good, { address, nowMs });
  if (token.length <= MAX_REMEMBERED_LENGTH) verified().set(token, good);
  return actor;
}

/** The client of a token whose signature was seen to be right: all else is checked, each time anew. */
export async function authenticateSeen(
  token: VerifiedToken,
  address: string | undefined,
): Promise<AdmittedClient> {
  const client = await cachedClient(token.clientId);
  const nowMs = clock.now().getTime();
  if (!client) throw refuseStranger('unknown client');
  const secret = client.secrets.find(({ id }) => id === token.secretId);
  if (!secret || secret.expiresAtMs <= nowMs) throw refuseToken(client.id, 'secret_ended', address);
  return admit(client, token, { address, nowMs });
}

async function admit(
  client: CachedClient,
  token: VerifiedToken,
  call: { address: string | undefined; nowMs: number },
): Promise<AdmittedClient> {
  const fault = timeFault(token, call.nowMs, client.maxTokenLifetimeSeconds);
  if (fault) throw refuseToken(client.id, fault, call.address);
  const actor = admitClient(client, { secretId: token.secretId, ...call });
  if (client.oneTimeTokens && !(await spendToken(token)))
    throw refuseToken(client.id, 'token_used_again', call.address);
  return actor;
}
