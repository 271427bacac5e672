import type { Context } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { cachedClient } from '../client-cache.ts';
import { signIssuedToken } from './issued-token.ts';
import { oauthFault } from './oauth-fault.ts';

const LIFETIME_SECONDS = 600;
const GRANT_TYPE = 'client_credentials';

type GrantRequest = { grantType: string | undefined; scope: string | undefined; secretId: string | null };
export type Grant = { access_token: string; token_type: 'Bearer'; expires_in: number; scope: string };

/**
 * What is asked for, each name once; all that the client holds where nothing is. @throws AppError for what
 * it does not hold.
 */
function scopeOf(asked: string | undefined, held: readonly string[]): string {
  if (asked === undefined) return held.join(' ');
  const names = [...new Set(asked.split(' '))];
  if (names.every((name) => held.includes(name))) return names.join(' ');
  throw oauthFault('invalid_scope', 'The client does not hold all of this scope.');
}

/**
 * A token for a client that has authenticated itself (RFC 6749 section 4.4), for ten minutes or as long as
 * the client allows. @throws AppError, named as in section 5.2.
 */
export async function grantToken(
  { actor }: Context,
  { grantType, scope: asked, secretId }: GrantRequest,
): Promise<Grant> {
  if (actor.type !== 'client' || secretId === null) {
    throw new AppError('forbidden', 'Only a client gets a token here.');
  }
  if (grantType === undefined) throw oauthFault('invalid_request', 'grant_type is missing.');
  if (grantType !== GRANT_TYPE) {
    throw oauthFault('unsupported_grant_type', `The grant type here is ${GRANT_TYPE}.`);
  }
  const scope = scopeOf(asked, actor.scopes ?? []);
  const allowedSeconds = (await cachedClient(actor.id))?.maxTokenLifetimeSeconds ?? 0;
  const lifetimeSeconds = Math.min(LIFETIME_SECONDS, allowedSeconds);
  const access_token = await signIssuedToken({ clientId: actor.id, secretId, scope, lifetimeSeconds });
  return { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds, scope };
}
