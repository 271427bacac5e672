import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Claim } from './scheme.ts';

export type HmacForm = { hash: 'sha256' | 'sha1' | 'sha512'; encoding: 'hex' | 'base64' };

/** In the one spelling that senders use: hex in lower case, base64 with its padding. */
export function hmacText(
  { hash, encoding }: HmacForm,
  key: string | Buffer,
  content: Claim['content'],
): string {
  const hmac = createHmac(hash, key);
  for (const piece of content) hmac.update(piece);
  return hmac.digest(encoding);
}

/** Takes the same time wherever the texts begin to differ; only their length shows. */
function isSameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

/** Whether one of the signatures is the HMAC of the content. */
export function hasHmac(
  { signatures, content }: Claim,
  form: HmacForm,
  { key, prefix = '' }: { key: string | Buffer; prefix?: string },
): boolean {
  const expected = prefix + hmacText(form, key, content);
  return signatures.some((given) => isSameText(given, expected));
}

const SECONDS = /^\d{1,11}$/;

/** Unix seconds as senders write them, in milliseconds; null for anything else. */
export const secondsMs = (text: string | null | undefined): number | null =>
  text !== null && text !== undefined && SECONDS.test(text) ? Number(text) * 1_000 : null;

export const anySecret = (): null => null;
