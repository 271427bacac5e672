import { createHmac, hash, hkdfSync, randomBytes } from 'node:crypto';
import { env } from './env.ts';
import { processSingleton } from './singleton.ts';

/** Random bytes as base64url; 32 bytes carry 256 bits. */
export function randomToken(sizeBytes = 32): string {
  return randomBytes(sizeBytes).toString('base64url');
}

export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

const derived = (purpose: string): Buffer =>
  processSingleton(`derived-key.${purpose}`, () =>
    Buffer.from(hkdfSync('sha256', env().SESSION_SECRET, 'the-eye', purpose, 32)),
  );

/** HMAC-SHA256 with a server key of its own per purpose: a fingerprint that nobody without the key can guess. */
export function keyedHash(text: string, purpose = 'fingerprint'): Buffer {
  return createHmac('sha256', derived(purpose)).update(text, 'utf8').digest();
}
