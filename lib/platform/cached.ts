import { onChange } from './change-feed.ts';
import { processSingleton } from './singleton.ts';

type Slot<T> = { loaded: Promise<T> | null; loadedAtMs: number };

/**
 * A value that many ask for and administrators change now and then: loaded once for all who wait, dropped when
 * the change feed names its topic, loaded anew after `ttlMs` even if the feed is silent.
 */
export function cached<T>(topic: string, ttlMs: number, load: () => Promise<T>): () => Promise<T> {
  const slot = processSingleton<Slot<T>>(`cached.${topic}`, () => {
    const made: Slot<T> = { loaded: null, loadedAtMs: 0 };
    onChange(topic, () => {
      made.loaded = null;
    });
    return made;
  });
  return () => {
    const now = performance.now();
    if (slot.loaded && now - slot.loadedAtMs < ttlMs) return slot.loaded;
    const loading = load().catch((error: unknown) => {
      if (slot.loaded === loading) slot.loaded = null;
      throw error;
    });
    slot.loaded = loading;
    slot.loadedAtMs = now;
    return loading;
  };
}
