import { describe, expect, it } from 'vitest';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refreshTokens } from '#lib/platform/refresh-token.ts';

const family = refreshTokens({ prefix: 'rt1.', purpose: 'tests' });

const read = (text: string) => {
  const token = family.parse(text);
  if (!token) throw new Error('is none of ours');
  return token;
};

describe('a refresh token', () => {
  it('names its session and counts its renewals', () => {
    const sessionId = uuidv7();
    const first = family.make(sessionId);
    expect(read(first)).toMatchObject({ sessionId, counter: 0 });
    const second = family.next(read(first));
    expect(read(second)).toMatchObject({ sessionId, counter: 1, seed: read(first).seed });
    expect(family.next(read(first))).toBe(second);
  });

  it('differs for every sign-in, and is no JWT', () => {
    const sessionId = uuidv7();
    expect(family.make(sessionId)).not.toBe(family.make(sessionId));
    expect(family.make(sessionId).split('.')).toHaveLength(2);
  });

  it('is refused with any character changed', () => {
    const token = family.make(uuidv7());
    for (let at = 0; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(family.parse(changed)).toBeNull();
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
      expect(family.parse(other)).toBeNull();
    }
  });

  it('is nothing to another family', () => {
    const other = refreshTokens({ prefix: 'rt1.', purpose: 'other tests' });
    expect(other.parse(family.make(uuidv7()))).toBeNull();
  });
});
