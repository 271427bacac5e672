import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyedHash, randomToken } from '#lib/platform/crypto.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  for (const slot of ['env', 'derived-key.fingerprint', 'derived-key.other']) forgetSingleton(slot);
});

describe('a keyed hash', () => {
  it('is the same for the same text, differs by purpose, and by the secret of the server', () => {
    const hash = keyedHash('4111111111111111');
    expect(keyedHash('4111111111111111')).toEqual(hash);
    expect(keyedHash('4111111111111111', 'other')).not.toEqual(hash);
    vi.stubEnv('SESSION_SECRET', 'another-secret-of-more-than-32-characters');
    for (const slot of ['env', 'derived-key.fingerprint']) forgetSingleton(slot);
    expect(keyedHash('4111111111111111')).not.toEqual(hash);
  });
});

it('random tokens carry the bytes asked for and do not repeat', () => {
  const tokens = Array.from({ length: 1_000 }, () => randomToken(16));
  expect(new Set(tokens).size).toBe(1_000);
  expect(Buffer.from(tokens[0] as string, 'base64url')).toHaveLength(16);
});
