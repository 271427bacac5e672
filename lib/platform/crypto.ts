import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { env } from './env.ts';
import { processSingleton } from './singleton.ts';

type KeyRing = { current: number; keys: ReadonlyMap<number, Buffer> };

/**
 * Reads `version:base64` pairs, newest first.
 * @throws Error on a repeated version or key: two versions with one key would make a rotation a pretence.
 */
export function parseKeyRing(text: string): KeyRing {
  const pairs = text.split(',').map((pair) => {
    const [version, key] = pair.split(':') as [string, string];
    return [Number(version), Buffer.from(key, 'base64')] as const;
  });
  const keys = new Map(pairs);
  if (keys.size !== pairs.length)
    throw new Error('Configuration refused: ENCRYPTION_KEYS repeats a version.');
  const distinct = new Set(pairs.map(([, key]) => key.toString('hex')));
  if (distinct.size !== pairs.length)
    throw new Error('Configuration refused: ENCRYPTION_KEYS repeats a key.');
  return { current: pairs[0]?.[0] as number, keys };
}

const ring = (): KeyRing => processSingleton('key-ring', () => parseKeyRing(env().ENCRYPTION_KEYS));

/**
 * AES-256-GCM with a random 96-bit nonce. `place` (table, column and row id) is associated data, so that a
 * ciphertext moved to another row does not open. Form: `v<key version>.<base64url of nonce, text, tag>`.
 */
export function sealSecret(plain: string, place: string): string {
  const { current, keys } = ring();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.get(current) as Buffer, nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v${current}.${sealed.toString('base64url')}`;
}

/** @throws Error when the key version is unknown or the ciphertext does not belong to this place. */
export function openSecret(sealed: string, place: string): string {
  const match = /^v(\d+)\.([\w-]+)$/.exec(sealed);
  const key = match && ring().keys.get(Number(match[1]));
  if (!match || !key) throw new Error(`No key opens the secret at ${place}.`);
  const bytes = Buffer.from(match[2] as string, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

/** Random bytes as base64url; 32 bytes carry 256 bits. */
export function randomToken(sizeBytes = 32): string {
  return randomBytes(sizeBytes).toString('base64url');
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

const derived = (purpose: string): Buffer =>
  processSingleton(`derived-key.${purpose}`, () =>
    Buffer.from(hkdfSync('sha256', env().SESSION_SECRET, 'the-eye', purpose, 32)),
  );

/** HMAC-SHA256 with a server key of its own per purpose: a fingerprint that nobody without the key can guess. */
export function keyedHash(text: string, purpose = 'fingerprint'): Buffer {
  return createHmac('sha256', derived(purpose)).update(text, 'utf8').digest();
}
