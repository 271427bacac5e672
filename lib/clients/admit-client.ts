import type { ClientActor } from '#lib/auth/context.ts';
import type { CachedClient } from './client-cache.ts';
import { noteClientUse } from './note-client-use.ts';
import { refuseToken } from './refuse-token.ts';

/** The secret that signed, or null in a session; the caller's address; the moment. */
type Admission = { secretId: string | null; address: string | undefined; nowMs: number };

/** Null where the client may call as often as it likes. */
export type AdmittedClient = ClientActor & { callsPerSecond: number | null };

/** The client behind a token that was found good. @throws AppError `unauthenticated` when the client is not. */
export function admitClient(client: CachedClient, { secretId, address, nowMs }: Admission): AdmittedClient {
  if (!client.enabled) throw refuseToken(client.id, 'client_disabled', address);
  if (client.expiresAtMs <= nowMs) throw refuseToken(client.id, 'client_expired', address);
  if (!client.mayCallFrom(address)) throw refuseToken(client.id, 'address_not_allowed', address);
  noteClientUse(client.id, secretId, nowMs);
  const { id, name, allowedCategories, scopes, callsPerSecond } = client;
  return { type: 'client', id, name, allowedCategories, scopes, callsPerSecond };
}
