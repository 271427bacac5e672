import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction, prisma } from '#lib/platform/db.ts';
import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import {
  findSigningKeys,
  insertSigningKey,
  lockSigningKeys,
  type NewSigningKey,
  type SigningKeyRow,
} from './signing-key-repo.ts';

export type SigningKey = {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  publicJwk: unknown;
  retiresAtMs: number;
};
type Held = { keys: SigningKey[]; loadedAtMs: number; loading: Promise<SigningKey[]> | null };

/** A token with a key we do not know asks the database at most this often. */
const RELOAD_AFTER_MS = 5_000;
/** A new key signs in every process after this time at the latest, and one that was retired verifies nowhere. */
const SIGN_WITH_NEW_AFTER_MS = 60_000;

const held = (): Held =>
  processSingleton('signing-keys', () => ({ keys: [], loadedAtMs: Number.NEGATIVE_INFINITY, loading: null }));

const place = (kid: string) => sealedPlace('signing_keys.sealed_private', kid);

function open({ id, publicJwk, sealedPrivate, retiredAt }: SigningKeyRow): SigningKey {
  const privateKey = createPrivateKey({ key: openSecret(sealedPrivate, place(id)), format: 'pem' });
  return {
    kid: id,
    privateKey,
    publicKey: createPublicKey(privateKey),
    publicJwk,
    retiresAtMs: retiredAt?.getTime() ?? Number.POSITIVE_INFINITY,
  };
}

/** A key as it is kept: its private half sealed. */
export function makeSigningKey(): NewSigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const id = uuidv7();
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: id, alg: 'EdDSA', use: 'sig' };
  return { id, publicJwk, sealedPrivate: sealSecret(pem, place(id)) };
}

async function load(): Promise<SigningKey[]> {
  const rows = await findSigningKeys(prisma(), clock.now());
  if (rows.some(({ retiredAt }) => retiredAt === null)) return rows.map(open);
  await inTransaction({ db: prisma() }, async ({ db }) => {
    await lockSigningKeys(db);
    const found = await findSigningKeys(db, clock.now());
    // Another process may have been faster.
    if (!found.some(({ retiredAt }) => retiredAt === null)) await insertSigningKey(db, makeSigningKey());
  });
  return (await findSigningKeys(prisma(), clock.now())).map(open);
}

async function reload(state: Held): Promise<SigningKey[]> {
  state.loading ??= load().finally(() => {
    state.loading = null;
  });
  state.keys = await state.loading;
  state.loadedAtMs = clock.now().getTime();
  return state.keys;
}

async function keysNoOlderThan(ageMs: number): Promise<SigningKey[]> {
  const state = held();
  const isOld = clock.now().getTime() - state.loadedAtMs >= ageMs;
  return isOld ? reload(state) : state.keys;
}

/** The key that signs; the first one is made when there is none. */
export async function currentSigningKey(): Promise<SigningKey> {
  const [key] = await keysNoOlderThan(SIGN_WITH_NEW_AFTER_MS);
  return key as SigningKey;
}

/** The key of this name, or null; a flood of unknown names does not reach the database. */
export async function findSigningKey(kid: string): Promise<SigningKey | null> {
  const state = held();
  const nowMs = clock.now().getTime();
  // Whoever only verifies has to hear as well that a key has retired.
  await keysNoOlderThan(SIGN_WITH_NEW_AFTER_MS);
  const find = (): SigningKey | undefined =>
    state.keys.find((key) => key.kid === kid && key.retiresAtMs > nowMs);
  if (!find() && nowMs - state.loadedAtMs >= RELOAD_AFTER_MS) await reload(state);
  return find() ?? null;
}

/** The public halves of all keys that verify (RFC 7517). */
export async function publicKeys(): Promise<{ keys: unknown[] }> {
  const nowMs = clock.now().getTime();
  const keys = await keysNoOlderThan(RELOAD_AFTER_MS);
  return { keys: keys.filter(({ retiresAtMs }) => retiresAtMs > nowMs).map(({ publicJwk }) => publicJwk) };
}

/** Forgets what is held, for the process that has just changed it. */
export function forgetSigningKeys(): void {
  held().loadedAtMs = Number.NEGATIVE_INFINITY;
}
