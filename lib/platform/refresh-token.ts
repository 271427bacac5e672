import { randomBytes, timingSafeEqual } from 'node:crypto';
import { keyedHash } from './crypto.ts';

const BYTES = { session: 16, seed: 16, counter: 4, signature: 32 };
const SIGNED_BYTES = BYTES.session + BYTES.seed + BYTES.counter;
const BODY = /^[\w-]{91}$/;
/** Parallel callers renew at the same moment: within this time a spent token gets the successor it got before. */
const REPEAT_WITHIN_MS = 10_000;

/** What a refresh token says: its session, a random seed that only its holder has, and how often it was renewed. */
type RefreshToken = { sessionId: string; seed: Buffer; counter: number };

type RefreshTokens = {
  make(sessionId: string): string;
  /**
   * The token after this one. It follows from the one before and the server's key, so that whoever repeats a
   * refresh gets the same successor, although nothing but hashes is kept.
   */
  next(token: RefreshToken): string;
  /** Reads a token that this server made at some time, or null. Whether it is the current one, the session's row tells. */
  parse(text: string): RefreshToken | null;
};

/** A family of single-use refresh tokens with a key of its own: one family's token is nothing to another. */
export function refreshTokens({ prefix, purpose }: { prefix: string; purpose: string }): RefreshTokens {
  const sign = (signed: Buffer): Buffer => keyedHash(signed.toString('base64url'), purpose);
  const encode = ({ sessionId, seed, counter }: RefreshToken): string => {
    const number = Buffer.alloc(BYTES.counter);
    number.writeUInt32BE(counter);
    const signed = Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), seed, number]);
    return prefix + Buffer.concat([signed, sign(signed)]).toString('base64url');
  };
  return {
    make: (sessionId) => encode({ sessionId, seed: randomBytes(BYTES.seed), counter: 0 }),
    next: (token) => encode({ ...token, counter: token.counter + 1 }),
    parse(text) {
      const body = text.slice(prefix.length);
      if (!text.startsWith(prefix) || !BODY.test(body)) return null;
      const bytes = Buffer.from(body, 'base64url');
      const signed = bytes.subarray(0, SIGNED_BYTES);
      if (bytes.toString('base64url') !== body) return null;
      if (!timingSafeEqual(bytes.subarray(SIGNED_BYTES), sign(signed))) return null;
      const hex = signed.subarray(0, BYTES.session).toString('hex');
      return {
        sessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
        seed: Buffer.from(signed.subarray(BYTES.session, BYTES.session + BYTES.seed)),
        counter: signed.readUInt32BE(BYTES.session + BYTES.seed),
      };
    },
  };
}

/** What a session's row keeps of its refresh tokens: hashes of the current one and of the one before. */
type KeptTokens = {
  tokenHash: Uint8Array;
  spentTokenHash: Uint8Array | null;
  refreshedAt: Date | null;
};

export const isHashOf = (kept: Uint8Array | null, hash: Uint8Array): boolean =>
  kept !== null && timingSafeEqual(kept, hash);

/** Whether the token is the session's current one, the one just spent, or older. */
export function refreshTokenAge(
  kept: KeptTokens,
  hash: Uint8Array,
  now: Date,
): 'current' | 'repeated' | 'reused' {
  if (isHashOf(kept.tokenHash, hash)) return 'current';
  const sinceMs = now.getTime() - (kept.refreshedAt?.getTime() ?? 0);
  return isHashOf(kept.spentTokenHash, hash) && sinceMs <= REPEAT_WITHIN_MS ? 'repeated' : 'reused';
}
