import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks 1.0.0, symmetric scheme `v1`: HMAC-SHA256 over id, timestamp and the raw body. */
export type WebhookHeaders = {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
};

const PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 300;

/** A new secret: 32 random bytes in the form that receivers' libraries read. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** Whether the text is a secret of 24 to 64 bytes, as the scheme asks. */
export function isWebhookSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = Buffer.from(text.slice(PREFIX.length), 'base64');
  return length >= 24 && length <= 64;
}

const signatureOf = (secret: string, content: string): Buffer =>
  createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(content, 'utf8')
    .digest();

/** The three headers of one attempt. `id` stays the same over all attempts of a message. */
export function signWebhook(secret: string, message: { id: string; at: Date; body: string }): WebhookHeaders {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const signature = signatureOf(secret, `${message.id}.${timestamp}.${message.body}`);
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature.toString('base64')}`,
  };
}

/** Whether one of the signatures is ours and the timestamp lies within five minutes of now. */
export function verifyWebhook(
  secret: string,
  body: string,
  given: { headers: Partial<Record<string, string>>; now: Date },
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = given.headers;
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(given.now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const expected = signatureOf(secret, `${id}.${timestamp}.${body}`);
  return signatures.split(' ').some((entry) => {
    const [version, text = ''] = entry.split(',');
    const offered = Buffer.from(text, 'base64');
    return version === 'v1' && offered.length === expected.length && timingSafeEqual(offered, expected);
  });
}
