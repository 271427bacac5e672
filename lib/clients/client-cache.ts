import { isChangeFeedLive, onChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { openSecretKey } from './client-secret.ts';
import { findClientWithSecrets } from './repo.ts';

/** A client as the hot path needs it, its secrets opened, newest first. */
export type CachedClient = {
  id: string;
  name: string;
  enabled: boolean;
  allowedCategories: readonly string[];
  maxTokenLifetimeSeconds: number;
  expiresAtMs: number;
  secrets: readonly { id: string; secretKey: string; expiresAtMs: number }[];
};

type Entry = { client: CachedClient | null; loadedAtMs: number };
type Cache = { known: Lru<string, Entry>; unknown: Lru<string, Entry>; loading: Map<string, Promise<Entry>> };

const TTL_MS = 5_000;
/** Without the feed a change is only seen by asking again. */
const TTL_WITHOUT_FEED_MS = 1_000;
const MAX_ENTRIES = 10_000;
/** Whoever sends is told soon that the store does not answer; the load goes on for those who come later. */
const LOAD_WITHIN_MS = 1_000;

const cache = (): Cache =>
  processSingleton('client-cache', () => {
    const made: Cache = {
      known: createLru(MAX_ENTRIES),
      unknown: createLru(MAX_ENTRIES),
      loading: new Map(),
    };
    onChange('client', (id) => drop(made, id));
    return made;
  });

/** A load that was under way when the change came is forgotten as well: it may have read the old row. */
function drop(state: Cache, id: string | null): void {
  for (const entries of [state.known, state.unknown, state.loading])
    id === null ? entries.clear() : entries.delete(id);
}

/** The client with this id, at most a few seconds old, or null; unknown ids are remembered apart, so that they push nobody out. */
export async function cachedClient(id: string): Promise<CachedClient | null> {
  const state = cache();
  const ttlMs = isChangeFeedLive() ? TTL_MS : TTL_WITHOUT_FEED_MS;
  const entry = state.known.get(id) ?? state.unknown.get(id);
  if (entry && clock.now().getTime() - entry.loadedAtMs < ttlMs) return entry.client;
  return (await inTime(state.loading.get(id) ?? load(state, id))).client;
}

async function inTime(loading: Promise<Entry>): Promise<Entry> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refusal = new AppError('unavailable', 'The store does not answer at the moment.');
    timer = setTimeout(() => reject(refusal), LOAD_WITHIN_MS);
  });
  return Promise.race([loading, late]).finally(() => clearTimeout(timer));
}

function load(state: Cache, id: string): Promise<Entry> {
  const loading: Promise<Entry> = read(id)
    .then((entry) => {
      if (state.loading.get(id) === loading) {
        drop(state, id);
        (entry.client ? state.known : state.unknown).set(id, entry);
      }
      return entry;
    })
    .finally(() => {
      if (state.loading.get(id) === loading) state.loading.delete(id);
    });
  state.loading.set(id, loading);
  return loading;
}

const msOf = (at: Date | null): number => at?.getTime() ?? Number.POSITIVE_INFINITY;

async function read(id: string): Promise<Entry> {
  const loadedAtMs = clock.now().getTime();
  const row = await findClientWithSecrets(id);
  if (!row) return { client: null, loadedAtMs };
  const secrets = row.secrets.map((secret) => ({
    id: secret.id,
    secretKey: openSecretKey(secret.sealed, secret.id),
    expiresAtMs: msOf(secret.expiresAt),
  }));
  return { client: { ...row, expiresAtMs: msOf(row.expiresAt), secrets }, loadedAtMs };
}
