import { AppError } from '#lib/platform/errors.ts';
import type { PatternDefinition } from './match.ts';
import { type LoadedSet, patternKey, type ScannedBatch, type SentDocument } from './scan-protocol.ts';
import type { ScanRequest } from './scan-request.ts';
import { type Batch, createScanThread, type ScanThread } from './supervise-thread.ts';

export type ScanPool = {
  /** Puts a new set to work. Batches under way end with the set they began with. */
  load: (patterns: PatternDefinition[], setVersion: string) => Promise<LoadedSet>;
  /**
   * Scans in one message to one thread; the results stand in the same order. A thread that ends at a document
   * refuses the batch: `documentAtFault` tells at which.
   */
  scan: (requests: readonly ScanRequest[]) => Promise<ScannedBatch>;
  /** Patterns (`id@version`) that overran the fast engine and run on the linear one since. */
  linearOnly: () => string[];
  /** How often a thread had to be ended and begun again. */
  restarts: () => number;
  close: () => Promise<void>;
};

/** Written so that a bundler does not take the thread for an asset of its own and copy it without what it imports. */
const THREAD = new URL('./scan-thread.ts', String(import.meta.url));

/** Threads that stay, each watched: one that hangs in a pattern is ended, and the pattern is run in linear time. */
export function createScanPool({
  size,
  timeoutMs,
  thread = THREAD,
}: {
  size: number;
  timeoutMs: number;
  thread?: URL;
}): ScanPool {
  const waiting: Batch[] = [];
  const linearOnly = new Set<string>();
  let loaded = false;
  let closed = false;

  const threads: ScanThread[] = Array.from({ length: Math.max(1, size) }, () =>
    createScanThread({ timeoutMs, thread, linearOnly, nextBatch: () => waiting.shift() }),
  );

  return {
    async load(patterns, setVersion) {
      refuseWhenClosed(closed);
      loaded = true;
      const current = new Set(patterns.map(patternKey));
      for (const key of linearOnly) if (!current.has(key)) linearOnly.delete(key);
      const [first] = await Promise.all(threads.map((thread) => thread.load(patterns, setVersion)));
      return { setVersion, refused: first ?? [] };
    },
    scan(requests) {
      refuseWhenClosed(closed);
      if (!loaded) throw new AppError('unavailable', 'No patterns have been loaded yet');
      return new Promise((resolve, reject) => {
        waiting.push({ documents: requests.map(toSent), resolve, reject });
        threads.find((thread) => thread.isIdle())?.wake();
      });
    },
    linearOnly: () => [...linearOnly],
    restarts: () => threads.reduce((sum, thread) => sum + thread.restarts(), 0),
    async close() {
      closed = true;
      for (const batch of waiting.splice(0))
        batch.reject(new AppError('unavailable', 'The scanner is shutting down'));
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** Text crosses to a thread faster than objects do, and keeps every digit. */
function toSent(request: ScanRequest): SentDocument {
  try {
    return { text: JSON.stringify(request) };
  } catch {
    return { unscannable: 'malformed' };
  }
}

function refuseWhenClosed(closed: boolean): void {
  if (closed) throw new AppError('unavailable', 'The scanner is shutting down');
}
