import { timingSafeEqual } from 'node:crypto';
import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { throttleAddress } from '#lib/platform/throttle.ts';
import { type AdmittedClient, admitClient } from './admit-client.ts';
import { cachedClient } from './client-cache.ts';
import { findSecret } from './find-secret.ts';
import { refuseStranger, refuseToken } from './refuse-token.ts';

const TRIES = { key: 'client-secret', what: 'client authentication', triesPerWindow: 60, windowSeconds: 60 };
const NOBODY = '00000000-0000-0000-0000-000000000000';

export type ClientCredentials = { clientId: string; secretKey: string };

/**
 * The client that knows one of its secret keys, and which.
 * @throws AppError `unauthenticated`, alike and after the same work for an unknown client, a wrong secret
 * and a client that may not come in; `rate_limited` after too many wrong ones from one network, whatever
 * comes then.
 */
export async function authenticateSecret(
  given: ClientCredentials,
  address: string | undefined,
): Promise<{ client: AdmittedClient; secretId: string }> {
  const takeBack = await throttleAddress(address, TRIES);
  const id = given.clientId.toLowerCase();
  const client = await cachedClient(isUuid(id) ? id : NOBODY);
  const nowMs = clock.now().getTime();
  const digest = sha256(given.secretKey);
  const secret = findSecret(client, nowMs, (secretKey) => timingSafeEqual(sha256(secretKey), digest));
  if (!client) throw refuseStranger('unknown client');
  if (!secret) throw refuseToken(client.id, 'wrong_secret', address);
  if (secret.expiresAtMs <= nowMs) throw refuseToken(client.id, 'secret_ended', address);
  const admitted = admitClient(client, { secretId: secret.id, address, nowMs });
  await takeBack();
  return { client: admitted, secretId: secret.id };
}
