import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { createLru } from './lru.ts';

/** Standard Webhooks 1.0.0: `v1` is HMAC-SHA256 with a shared secret, `v1a` ed25519; over id, timestamp and the raw body. */
export type WebhookHeaders = {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
};
export type WebhookScheme = 'v1' | 'v1a';

const PREFIX = 'whsec_';
const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';
const TOLERANCE_SECONDS = 300;
const SEED_BYTES = 32;

/**
 * A new secret in the form that receivers' libraries read: of `v1` 32 random bytes, of `v1a` the private key, seed and
 * public half together.
 */
export function newWebhookSecret(scheme: WebhookScheme = 'v1'): string {
  if (scheme === 'v1') return PREFIX + randomBytes(32).toString('base64');
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const key = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]);
  return PRIVATE_PREFIX + key.toString('base64');
}

const bytesOf = (text: string, prefix: string): Buffer => Buffer.from(text.slice(prefix.length), 'base64');

/** Whether the text is a secret of 24 to 64 bytes, as the scheme asks. */
export function isWebhookSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = bytesOf(text, PREFIX);
  return length >= 24 && length <= 64;
}

export const schemeOfSecret = (secret: string): WebhookScheme =>
  secret.startsWith(PRIVATE_PREFIX) ? 'v1a' : 'v1';

/** RFC 8410: what stands before the 32 bytes of a private and of a public key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

const MAX_KEYS = 1_000;

/** A secret signs many messages, and to make a key of it costs more than to sign one. */
function keptKeys(make: (secret: string) => KeyObject): (secret: string) => KeyObject {
  const keys = createLru<string, KeyObject>(MAX_KEYS);
  return (secret) => {
    const known = keys.get(secret);
    if (known) return known;
    const made = make(secret);
    keys.set(secret, made);
    return made;
  };
}

const privateKey = keptKeys((secret) => {
  const seed = bytesOf(secret, PRIVATE_PREFIX).subarray(0, SEED_BYTES);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
});
const sharedKey = keptKeys((secret) => createSecretKey(bytesOf(secret, PREFIX)));

const publicBytes = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length);

/** What a receiver checks `v1a` signatures with: `whpk_` and the public half. */
export const webhookPublicKey = (secret: string): string =>
  PUBLIC_PREFIX + publicBytes(privateKey(secret)).toString('base64');

const hmacOf = (secret: string, content: string): Buffer =>
  createHmac('sha256', sharedKey(secret)).update(content, 'utf8').digest();

function signatureOf(secret: string, content: string): string {
  if (schemeOfSecret(secret) === 'v1') return `v1,${hmacOf(secret, content).toString('base64')}`;
  return `v1a,${sign(null, Buffer.from(content, 'utf8'), privateKey(secret)).toString('base64')}`;
}

/**
 * The three headers of one attempt, with a signature by each secret. `id` stays the same over all attempts of a
 * message.
 */
export function signWebhook(
  secrets: string | readonly string[],
  message: { id: string; at: Date; body: string },
): WebhookHeaders {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const content = `${message.id}.${timestamp}.${message.body}`;
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': [secrets]
      .flat()
      .map((secret) => signatureOf(secret, content))
      .join(' '),
  };
}

function isSigned(key: string, content: string, entry: string): boolean {
  const [version, text = ''] = entry.split(',');
  const offered = Buffer.from(text, 'base64');
  if (key.startsWith(PUBLIC_PREFIX)) {
    const spki = Buffer.concat([SPKI_HEAD, bytesOf(key, PUBLIC_PREFIX)]);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return version === 'v1a' && verify(null, Buffer.from(content, 'utf8'), publicKey, offered);
  }
  const expected = hmacOf(key, content);
  return version === 'v1' && offered.length === expected.length && timingSafeEqual(offered, expected);
}

/**
 * Whether one of the signatures is of this key, the shared secret or the public one, and the timestamp lies within
 * five minutes of now.
 */
export function verifyWebhook(
  key: string,
  body: string,
  given: { headers: Partial<Record<string, string>>; now: Date },
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = given.headers;
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(given.now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const content = `${id}.${timestamp}.${body}`;
  return signatures.split(' ').some((entry) => isSigned(key, content, entry));
}
