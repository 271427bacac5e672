import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { env } from './env.ts';
import type { SealedPlace } from './sealed-columns.ts';
import { processSingleton } from './singleton.ts';

type KeyRing = { current: number; keys: ReadonlyMap<number, Buffer> };

/**
 * Reads `version:base64` pairs, newest first.
 * @throws Error on a repeated version or key: two versions with one key would make a rotation a pretence.
 */
export function parseKeyRing(text: string): KeyRing {
  const pairs = text.split(',').map((pair) => {
    const [version, key] = pair.split(':') as [string, string];
    return [Number(version), Buffer.from(key, 'base64')] as const;
  });
  const keys = new Map(pairs);
  if (keys.size !== pairs.length)
    throw new Error('Configuration refused: ENCRYPTION_KEYS repeats a version.');
  const distinct = new Set(pairs.map(([, key]) => key.toString('hex')));
  if (distinct.size !== pairs.length)
    throw new Error('Configuration refused: ENCRYPTION_KEYS repeats a key.');
  return { current: pairs[0]?.[0] as number, keys };
}

const ring = (): KeyRing => processSingleton('key-ring', () => parseKeyRing(env().ENCRYPTION_KEYS));

/** The versions in ENCRYPTION_KEYS; the current one wraps what is sealed from now on. */
export const keyVersions = (): { current: number; known: number[] } => ({
  current: ring().current,
  known: [...ring().keys.keys()],
});

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** AES-256-GCM with a random 96-bit nonce: base64url of nonce, text, tag. */
function encrypt(key: Buffer, plain: Buffer, bound: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

function decrypt(key: Buffer, text: string, bound: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** `v<version>.<wrapped key>.<ciphertext>`; before there were data keys, `v<version>.<ciphertext>`. */
const FORM = /^v(\d+)\.(?:([\w-]+)\.)?([\w-]+)$/;

type Parts = { version: number; key: Buffer; wrapped: string | null; text: string };

function take(sealed: string, place: SealedPlace): Parts {
  const [, version, wrapped = null, text] = FORM.exec(sealed) ?? [];
  const key = ring().keys.get(Number(version));
  if (!key || text === undefined) throw new Error(`No key opens the secret at ${place}.`);
  return { version: Number(version), key, wrapped, text };
}

/** Never the associated data of a ciphertext: the two halves of a value cannot stand in for each other. */
const keyPlace = (place: SealedPlace): string => `${place} data key`;

function wrap(dataKey: Buffer, place: SealedPlace): string {
  const { current, keys } = ring();
  return `v${current}.${encrypt(keys.get(current) as Buffer, dataKey, keyPlace(place))}`;
}

/**
 * Encrypts under a data key of its own, which the current key of ENCRYPTION_KEYS wraps. The place is bound to both, so
 * that neither opens in another row or column.
 */
export function sealSecret(plain: string, place: SealedPlace): string {
  const dataKey = randomBytes(KEY_BYTES);
  return `${wrap(dataKey, place)}.${encrypt(dataKey, Buffer.from(plain, 'utf8'), place)}`;
}

/** @throws Error when the key version is unknown or the ciphertext does not belong to this place. */
export function openSecret(sealed: string, place: SealedPlace): string {
  const { key, wrapped, text } = take(sealed, place);
  const dataKey = wrapped === null ? key : decrypt(key, wrapped, keyPlace(place));
  return decrypt(dataKey, text, place).toString('utf8');
}

/**
 * The same secret with its data key wrapped by the current key: the ciphertext stays as it is. One from before there
 * were data keys is sealed anew. Null when there is nothing to do. @throws Error as `openSecret`.
 */
export function rewrapSecret(sealed: string, place: SealedPlace): string | null {
  const { version, key, wrapped, text } = take(sealed, place);
  if (wrapped === null) return sealSecret(decrypt(key, text, place).toString('utf8'), place);
  if (version === ring().current) return null;
  return `${wrap(decrypt(key, wrapped, keyPlace(place)), place)}.${text}`;
}
