import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSecret, parseKeyRing, rewrapSecret, sealSecret } from '#lib/platform/envelope.ts';
import { type SealedPlace, sealedPlace } from '#lib/platform/sealed-columns.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const useKeys = (keys: string): void => {
  vi.stubEnv('ENCRYPTION_KEYS', keys);
  for (const slot of ['env', 'key-ring']) forgetSingleton(slot);
};
afterEach(() => {
  vi.unstubAllEnvs();
  for (const slot of ['env', 'key-ring']) forgetSingleton(slot);
});

const here = 'here' as SealedPlace;
const there = 'there' as SealedPlace;
/** As secrets were sealed before each had a data key: under the key of ENCRYPTION_KEYS itself. */
function sealDirectly(plain: string, place: SealedPlace, version: number, fill: number): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32, fill), nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v${version}.${sealed.toString('base64url')}`;
}
const partsOf = (sealed: string): [string, string, string] => sealed.split('.') as [string, string, string];

describe('a sealed secret', () => {
  it('opens at its place with every character, and is sealed differently each time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ maxLength: 50 }),
        (plain, place) => {
          fc.pre(plain.isWellFormed() && place.isWellFormed());
          const sealed = sealSecret(plain, place as SealedPlace);
          expect(openSecret(sealed, place as SealedPlace)).toBe(plain);
          expect(sealSecret(plain, place as SealedPlace)).not.toBe(sealed);
          if (plain.length > 8) {
            for (const part of partsOf(sealed).slice(1))
              expect(Buffer.from(part, 'base64url').includes(plain)).toBe(false);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has a data key of its own: of two secrets, neither text opens with the key of the other', () => {
    const [version, wrapped] = partsOf(sealSecret('hunter2', here));
    const [, , text] = partsOf(sealSecret('hunter2', here));
    expect(() => openSecret(`${version}.${wrapped}.${text}`, here)).toThrow();
  });

  it('does not open in another row or column, nor does its key', () => {
    const place = sealedPlace('client_secrets.sealed', '1');
    const sealed = sealSecret('hunter2', place);
    for (const other of [
      sealedPlace('client_secrets.sealed', '2'),
      sealedPlace('destinations.secrets_sealed', '1'),
      sealedPlace('signing_keys.sealed_private', '1'),
    ]) {
      expect(() => openSecret(sealed, other)).toThrow();
      expect(() => rewrapSecret(sealed.replace(/^v1/, 'v2'), other)).toThrow();
      const own = partsOf(sealSecret('mine', other));
      expect(() => openSecret(`v1.${own[1]}.${partsOf(sealed)[2]}`, other)).toThrow();
      expect(() => openSecret(`v1.${partsOf(sealed)[1]}.${own[2]}`, other)).toThrow();
    }
  });

  it('does not open when its wrapped key stands where a text should', () => {
    expect(() => openSecret(`v1.${partsOf(sealSecret('hunter2', here))[1]}`, here)).toThrow();
  });

  it.each([1, 2])('does not open when any byte of part %i was changed', (part) => {
    const parts = partsOf(sealSecret('hunter2', here));
    const bytes = Buffer.from(parts[part] as string, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] as number) ^ 1;
      const all = parts.with(part, changed.toString('base64url'));
      expect(() => openSecret(all.join('.'), here)).toThrow();
    }
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v9.AAAA', 'v1.AAAA.AAAA', 'v1..AAAA', 'v1.A.A.A', 'plain text', 'v1.!'])(
    'of the form %j is refused',
    (sealed) => {
      expect(() => openSecret(sealed, here)).toThrow();
    },
  );
});

describe('the rotation of keys', () => {
  it('seals with the newest key and still opens what an older one wrapped', () => {
    useKeys(`1:${key(1)}`);
    const old = sealSecret('from before', here);
    useKeys(`2:${key(2)},1:${key(1)}`);
    expect(openSecret(old, here)).toBe('from before');
    const fresh = sealSecret('from now', here);
    expect(fresh).toMatch(/^v2\./);
    useKeys(`2:${key(2)}`);
    expect(openSecret(fresh, here)).toBe('from now');
    expect(() => openSecret(old, here)).toThrow('No key opens the secret at here.');
  });

  it('does not open with another key under the same version', () => {
    useKeys(`1:${key(1)}`);
    const sealed = sealSecret('hunter2', here);
    useKeys(`1:${key(3)}`);
    expect(() => openSecret(sealed, here)).toThrow();
  });

  it('refuses a ring that repeats a version or a key', () => {
    expect(() => parseKeyRing(`1:${key(1)},1:${key(2)}`)).toThrow('repeats a version');
    expect(() => parseKeyRing(`2:${key(1)},1:${key(1)}`)).toThrow('repeats a key');
  });
});

describe('a re-wrap', () => {
  it('exchanges the wrapped key and leaves the ciphertext, and the old key is not needed afterwards', () => {
    useKeys(`1:${key(1)}`);
    const old = sealSecret('hunter2', here);
    useKeys(`2:${key(2)},1:${key(1)}`);
    const made = rewrapSecret(old, here) as string;
    expect(partsOf(made)[0]).toBe('v2');
    expect(partsOf(made)[1]).not.toBe(partsOf(old)[1]);
    expect(partsOf(made)[2]).toBe(partsOf(old)[2]);
    expect(rewrapSecret(made, here)).toBeNull();
    useKeys(`2:${key(2)}`);
    expect(openSecret(made, here)).toBe('hunter2');
  });

  it('gives a data key to a secret from before there were any, which opened until then', () => {
    useKeys(`1:${key(1)}`);
    const old = sealDirectly('from long ago', here, 1, 1);
    expect(openSecret(old, here)).toBe('from long ago');
    expect(() => openSecret(old, there)).toThrow();
    const made = rewrapSecret(old, here) as string;
    expect(made).toMatch(/^v1\.[\w-]{80}\.[\w-]+$/);
    expect(openSecret(made, here)).toBe('from long ago');
  });

  it('refuses what belongs to another place', () => {
    useKeys(`1:${key(1)}`);
    const [wrapped, direct] = [sealSecret('hunter2', here), sealDirectly('hunter2', here, 1, 1)];
    useKeys(`2:${key(2)},1:${key(1)}`);
    for (const sealed of [wrapped, direct]) expect(() => rewrapSecret(sealed, there)).toThrow();
  });
});
