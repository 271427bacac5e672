import { randomBytes, timingSafeEqual } from 'node:crypto';
import { keyedHash } from '#lib/platform/crypto.ts';

const PREFIX = 'rt1.';
const BYTES = { session: 16, seed: 16, counter: 4, signature: 32 };
const SIGNED_BYTES = BYTES.session + BYTES.seed + BYTES.counter;
const FORM = /^rt1\.[\w-]{91}$/;

/** What a refresh token says: its session, a random seed that only its holder has, and how often it was renewed. */
export type RefreshToken = { sessionId: string; seed: Buffer; counter: number };

const sign = (signed: Buffer): Buffer => keyedHash(signed.toString('base64url'), 'refresh-token');

function encode({ sessionId, seed, counter }: RefreshToken): string {
  const number = Buffer.alloc(BYTES.counter);
  number.writeUInt32BE(counter);
  const signed = Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), seed, number]);
  return PREFIX + Buffer.concat([signed, sign(signed)]).toString('base64url');
}

export function makeRefreshToken(sessionId: string): string {
  return encode({ sessionId, seed: randomBytes(BYTES.seed), counter: 0 });
}

/**
 * The token after this one. It follows from the one before and the server's key, so that whoever repeats a
 * refresh gets the same successor, although nothing but hashes is kept.
 */
export function nextRefreshToken(token: RefreshToken): string {
  return encode({ ...token, counter: token.counter + 1 });
}

/** Reads a token that this server made at some time, or null. Whether it is the current one, the session's row tells. */
export function parseRefreshToken(text: string): RefreshToken | null {
  if (!FORM.test(text)) return null;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url');
  const signed = bytes.subarray(0, SIGNED_BYTES);
  if (PREFIX + bytes.toString('base64url') !== text) return null;
  if (!timingSafeEqual(bytes.subarray(SIGNED_BYTES), sign(signed))) return null;
  const hex = signed.subarray(0, BYTES.session).toString('hex');
  return {
    sessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    seed: Buffer.from(signed.subarray(BYTES.session, BYTES.session + BYTES.seed)),
    counter: signed.readUInt32BE(BYTES.session + BYTES.seed),
  };
}
