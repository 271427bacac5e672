import { log } from '#lib/platform/log.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { updateLastUsed } from './repo.ts';

const FLUSH_EVERY_MS = 10_000;

type Uses = { lastUsedMs: Map<string, number>; timer: NodeJS.Timeout | null };

const uses = (): Uses => processSingleton('client-uses', () => ({ lastUsedMs: new Map(), timer: null }));

/** Remembers that a client was here; written in one statement for all clients, at most every 10 s. */
export function noteClientUse(clientId: string, atMs: number): void {
  const state = uses();
  state.lastUsedMs.set(clientId, atMs);
  state.timer ??= setTimeout(() => {
    flushClientUses().catch((error: unknown) =>
      log.warn({ err: error }, 'the last use of clients is not written'),
    );
  }, FLUSH_EVERY_MS).unref();
}

/** Writes what is remembered; a process that ends calls it last. */
export async function flushClientUses(): Promise<void> {
  const state = uses();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  const entries = [...state.lastUsedMs];
  state.lastUsedMs.clear();
  if (entries.length > 0) await updateLastUsed(entries);
}
