import { describe, expect, it } from 'vitest';
import { makeSecretKey, openSecretKey, sealSecretKey, tracesOf } from '#lib/clients/client-secret.ts';
import { sha256 } from '#lib/platform/crypto.ts';

describe("a client's secret", () => {
  it('carries 256 random bits and a checksum over all before it', () => {
    const keys = Array.from({ length: 50 }, makeSecretKey);
    expect(new Set(keys).size).toBe(50);
    for (const key of keys) {
      expect(key).toMatch(/^eyesk_[\w-]{49}$/);
      expect(Buffer.from(key.slice(6, 49), 'base64url')).toHaveLength(32);
      expect(sha256(key.slice(0, 49)).toString('base64url').slice(0, 6)).toBe(key.slice(49));
    }
  });

  it('opens in the row it was sealed for and in no other', () => {
    const key = makeSecretKey();
    const sealed = sealSecretKey(key, 'row-a');
    expect(sealed).not.toContain(key);
    expect(openSecretKey(sealed, 'row-a')).toBe(key);
    expect(() => openSecretKey(sealed, 'row-b')).toThrow();
  });

  it('shows ten characters in front and four at the end', () => {
    const key = makeSecretKey();
    const { prefix, lastFour } = tracesOf(key);
    expect([prefix.length, lastFour.length]).toEqual([10, 4]);
    expect(key.startsWith(prefix) && key.endsWith(lastFour)).toBe(true);
  });
});
