import { answeredWithin } from './answered-within.ts';
import { isChangeFeedLive, onChange } from './change-feed.ts';
import { clock } from './clock.ts';
import { createLru, type Lru } from './lru.ts';
import { processSingleton } from './singleton.ts';

type Entry<T> = { value: T | null; loadedAtMs: number };
type State<T> = {
  known: Lru<string, Entry<T>>;
  unknown: Lru<string, Entry<T>>;
  loading: Map<string, Promise<Entry<T>>>;
};

const TTL_MS = 5_000;
/** Without the feed a change is only seen by asking again. */
const TTL_WITHOUT_FEED_MS = 1_000;
const MAX_ENTRIES = 10_000;
/** Whoever calls is told soon that the store does not answer; the load goes on for those who come later. */
const LOAD_WITHIN_MS = 400;

/**
 * Rows that hot paths look at, by id: at most a few seconds old, dropped when the change feed names them under
 * the topic, loaded once for all who wait. Null is remembered too, apart, so that unknown ids push nobody out.
 */
export function cachedById<T>(
  topic: string,
  read: (id: string) => Promise<T | null>,
): (id: string) => Promise<T | null> {
  const slot = `cached-by-id.${topic}`;
  const stateOf = (): State<T> =>
    processSingleton(slot, () => {
      const made: State<T> = {
        known: createLru(MAX_ENTRIES),
        unknown: createLru(MAX_ENTRIES),
        loading: new Map(),
      };
      onChange(topic, (id) => drop(made, id));
      return made;
    });
  return async (id) => {
    const state = stateOf();
    const ttlMs = isChangeFeedLive() ? TTL_MS : TTL_WITHOUT_FEED_MS;
    const entry = state.known.get(id) ?? state.unknown.get(id);
    if (entry && clock.now().getTime() - entry.loadedAtMs < ttlMs) return entry.value;
    return (await answeredWithin(LOAD_WITHIN_MS, state.loading.get(id) ?? load(state, id, read))).value;
  };
}

/** A load that was under way when the change came is forgotten as well: it may have read the old row. */
function drop<T>(state: State<T>, id: string | null): void {
  for (const entries of [state.known, state.unknown, state.loading])
    id === null ? entries.clear() : entries.delete(id);
}

function load<T>(state: State<T>, id: string, read: (id: string) => Promise<T | null>): Promise<Entry<T>> {
  const loadedAtMs = clock.now().getTime();
  const loading: Promise<Entry<T>> = read(id)
    .then((value) => {
      const entry = { value, loadedAtMs };
      if (state.loading.get(id) === loading) {
        drop(state, id);
        (value === null ? state.unknown : state.known).set(id, entry);
      }
      return entry;
    })
    .finally(() => {
      if (state.loading.get(id) === loading) state.loading.delete(id);
    });
  state.loading.set(id, loading);
  return loading;
}
