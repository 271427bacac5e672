import type { ClientActor } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { CachedClient } from './client-cache.ts';
import { noteClientUse } from './note-client-use.ts';

/** One answer for every bad token: who asks does not learn which part was wrong. */
export const refuseToken = (reason: string): AppError =>
  new AppError('unauthenticated', 'Given token not valid for any token type', {
    cause: new Error(reason),
    details: {
      extra: { code: 'token_not_valid', messages: [{ message: 'Token is invalid or expired' }] },
    },
  });

/** The secret that signed, or null in a session; the caller's address; the moment. */
type Admission = { secretId: string | null; address: string | undefined; nowMs: number };

/** The client behind a token that was found good. @throws AppError `unauthenticated` when the client is not. */
export function admitClient(client: CachedClient, { secretId, address, nowMs }: Admission): ClientActor {
  if (!client.enabled) throw refuseToken('client is disabled');
  if (client.expiresAtMs <= nowMs) throw refuseToken('client has expired');
  if (!client.mayCallFrom(address))
    throw refuseToken('called from an address that the client does not allow');
  noteClientUse(client.id, secretId, nowMs);
  return { type: 'client', id: client.id, name: client.name, allowedCategories: client.allowedCategories };
}
