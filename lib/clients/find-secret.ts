import type { CachedClient } from './client-cache.ts';

type Secret = CachedClient['secrets'][number];

const DUMMY_KEY = 'eyesk_this-key-belongs-to-nobody-and-opens-nothing-at-all';
const TRIES_PER_REFUSAL = 2;

/**
 * The secret that fits, whether it is still good or over. As many tries for every refusal, whether the
 * client exists or has one secret or two.
 */
export function findSecret(
  client: CachedClient | null,
  nowMs: number,
  fits: (secretKey: string) => boolean,
): Secret | null {
  let found: Secret | null = null;
  for (let made = 0; made < TRIES_PER_REFUSAL; made++) {
    const secret = client?.secrets[made];
    const isIt = fits(secret?.secretKey ?? DUMMY_KEY);
    if (secret && isIt && secret.expiresAtMs > nowMs) return secret;
    if (secret && isIt) found = secret;
  }
  return found;
}
