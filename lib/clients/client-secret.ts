import { randomToken, sha256 } from '#lib/platform/crypto.ts';
import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';

const PREFIX = 'eyesk_';
const CHECKSUM_LENGTH = 6;

const checksum = (text: string): string => sha256(text).toString('base64url').slice(0, CHECKSUM_LENGTH);

/** `eyesk_`, 256 random bits, and a checksum by which scanners tell a real secret from a look-alike. */
export function makeSecretKey(): string {
  const text = PREFIX + randomToken(32);
  return text + checksum(text);
}

const place = (secretId: string) => sealedPlace('client_secrets.sealed', secretId);

export const sealSecretKey = (secretKey: string, secretId: string): string =>
  sealSecret(secretKey, place(secretId));

/** @throws Error when the ciphertext does not belong to this row. */
export const openSecretKey = (sealed: string, secretId: string): string =>
  openSecret(sealed, place(secretId));

/** What may be shown of a secret once it is kept. */
export function tracesOf(secretKey: string): { prefix: string; lastFour: string } {
  return { prefix: secretKey.slice(0, 10), lastFour: secretKey.slice(-4) };
}
