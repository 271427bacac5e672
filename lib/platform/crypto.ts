import { createHmac, createSecretKey, hash, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { env } from './env.ts';
import { processSingleton } from './singleton.ts';

/** Random bytes as base64url; 32 bytes carry 256 bits. */
export function randomToken(sizeBytes = 32): string {
  return randomBytes(sizeBytes).toString('base64url');
}

export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** A key object, because a key that is given as bytes is made into one each time, which costs more than the HMAC. */
const derived = (purpose: string): KeyObject =>
  processSingleton(`derived-key.${purpose}`, () =>
    createSecretKey(Buffer.from(hkdfSync('sha256', env().SESSION_SECRET, 'the-eye', purpose, 32))),
  );

/** HMAC-SHA256 with a server key of its own per purpose: a fingerprint that nobody without the key can guess. */
export function keyedHash(text: string, purpose = 'fingerprint'): Buffer {
  return createHmac('sha256', derived(purpose)).update(text, 'utf8').digest();
}
