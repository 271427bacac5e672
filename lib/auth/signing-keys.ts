import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction, prisma } from '#lib/platform/db.ts';
import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { findSigningKeys, insertFirstSigningKey, type SigningKeyRow } from './signing-key-repo.ts';

export type SigningKey = { kid: string; privateKey: KeyObject; publicKey: KeyObject };
type Held = { keys: SigningKey[]; loadedAtMs: number; loading: Promise<SigningKey[]> | null };

/** A token with a key we do not know asks the database at most this often. */
const RELOAD_AFTER_MS = 5_000;

const held = (): Held =>
  processSingleton('signing-keys', () => ({ keys: [], loadedAtMs: Number.NEGATIVE_INFINITY, loading: null }));

const place = (kid: string) => sealedPlace('signing_keys.sealed_private', kid);

function open({ id, sealedPrivate }: SigningKeyRow): SigningKey {
  const privateKey = createPrivateKey({ key: openSecret(sealedPrivate, place(id)), format: 'pem' });
  return { kid: id, privateKey, publicKey: createPublicKey(privateKey) };
}

function makeKey(): SigningKeyRow {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const id = uuidv7();
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: id, alg: 'EdDSA', use: 'sig' };
  return { id, publicJwk, sealedPrivate: sealSecret(pem, place(id)) };
}

async function load(): Promise<SigningKey[]> {
  const rows = await findSigningKeys(prisma());
  if (rows.length > 0) return rows.map(open);
  await inTransaction({ db: prisma() }, ({ db }) => insertFirstSigningKey(db, makeKey()));
  return (await findSigningKeys(prisma())).map(open);
}

async function reload(state: Held): Promise<SigningKey[]> {
  state.loading ??= load().finally(() => {
    state.loading = null;
  });
  state.keys = await state.loading;
  state.loadedAtMs = clock.now().getTime();
  return state.keys;
}

/** The key that signs; the first one is made when there is none. */
export async function currentSigningKey(): Promise<SigningKey> {
  const state = held();
  const [key] = state.keys.length > 0 ? state.keys : await reload(state);
  return key as SigningKey;
}

/** The key of this name, or null; a flood of unknown names does not reach the database. */
export async function findSigningKey(kid: string): Promise<SigningKey | null> {
  const state = held();
  const find = (): SigningKey | undefined => state.keys.find((key) => key.kid === kid);
  const isStale = clock.now().getTime() - state.loadedAtMs >= RELOAD_AFTER_MS;
  if (!find() && isStale) await reload(state);
  return find() ?? null;
}
