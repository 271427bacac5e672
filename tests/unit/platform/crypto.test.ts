import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyedHash, openSecret, parseKeyRing, randomToken, sealSecret } from '#lib/platform/crypto.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const useKeys = (keys: string): void => {
  vi.stubEnv('ENCRYPTION_KEYS', keys);
  for (const slot of ['env', 'key-ring']) forgetSingleton(slot);
};
afterEach(() => {
  vi.unstubAllEnvs();
  for (const slot of ['env', 'key-ring', 'derived-key.fingerprint', 'derived-key.other'])
    forgetSingleton(slot);
});

describe('a sealed secret', () => {
  it('opens at its place with every character, and is sealed differently each time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ maxLength: 50 }),
        (plain, place) => {
          fc.pre(plain.isWellFormed() && place.isWellFormed());
          const sealed = sealSecret(plain, place);
          expect(openSecret(sealed, place)).toBe(plain);
          expect(sealSecret(plain, place)).not.toBe(sealed);
          if (plain.length > 8) expect(Buffer.from(sealed.slice(3), 'base64url').includes(plain)).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not open when it was moved to another place', () => {
    const sealed = sealSecret('hunter2', 'client_secrets.sealed:1');
    expect(() => openSecret(sealed, 'client_secrets.sealed:2')).toThrow();
  });

  it('does not open when any byte of it was changed', () => {
    const bytes = Buffer.from(sealSecret('hunter2', 'here').slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] as number) ^ 1;
      expect(() => openSecret(`v1.${changed.toString('base64url')}`, 'here')).toThrow();
    }
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v9.AAAA', 'plain text', 'v1.!'])('of the form %j is refused', (sealed) => {
    expect(() => openSecret(sealed, 'here')).toThrow();
  });
});

describe('the rotation of keys', () => {
  it('seals with the newest key and still opens what an older one sealed', () => {
    useKeys(`1:${key(1)}`);
    const old = sealSecret('from before', 'here');
    useKeys(`2:${key(2)},1:${key(1)}`);
    expect(openSecret(old, 'here')).toBe('from before');
    const fresh = sealSecret('from now', 'here');
    expect(fresh).toMatch(/^v2\./);
    useKeys(`2:${key(2)}`);
    expect(openSecret(fresh, 'here')).toBe('from now');
    expect(() => openSecret(old, 'here')).toThrow('No key opens the secret at here.');
  });

  it('does not open with another key under the same version', () => {
    useKeys(`1:${key(1)}`);
    const sealed = sealSecret('hunter2', 'here');
    useKeys(`1:${key(3)}`);
    expect(() => openSecret(sealed, 'here')).toThrow();
  });

  it('refuses a ring that repeats a version or a key', () => {
    expect(() => parseKeyRing(`1:${key(1)},1:${key(2)}`)).toThrow('repeats a version');
    expect(() => parseKeyRing(`2:${key(1)},1:${key(1)}`)).toThrow('repeats a key');
  });
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
