import { describe, expect, it } from 'vitest';
import { makeRefreshToken, nextRefreshToken, parseRefreshToken } from '#lib/auth/refresh-token.ts';
import { uuidv7 } from '#lib/platform/ids.ts';

const read = (text: string) => {
  const token = parseRefreshToken(text);
  if (!token) throw new Error('is none of ours');
  return token;
};

describe('a refresh token', () => {
  it('names its session and counts its renewals', () => {
    const sessionId = uuidv7();
    const first = makeRefreshToken(sessionId);
    expect(read(first)).toMatchObject({ sessionId, counter: 0 });
    const second = nextRefreshToken(read(first));
    expect(read(second)).toMatchObject({ sessionId, counter: 1, seed: read(first).seed });
    expect(nextRefreshToken(read(first))).toBe(second);
  });

  it('differs for every sign-in, and is no JWT', () => {
    const sessionId = uuidv7();
    expect(makeRefreshToken(sessionId)).not.toBe(makeRefreshToken(sessionId));
    expect(makeRefreshToken(sessionId).split('.')).toHaveLength(2);
  });

  it('is refused with any character changed', () => {
    const token = makeRefreshToken(uuidv7());
    for (let at = 0; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(parseRefreshToken(changed)).toBeNull();
    }
    for (const other of [
      '',
      'rt1.',
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      token.slice(0, -1),
      token.slice(4),
    ]) {
      expect(parseRefreshToken(other)).toBeNull();
    }
  });
});
