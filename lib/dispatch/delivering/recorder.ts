import { setTimeout as wait } from 'node:timers/promises';
import { log } from '#lib/platform/log.ts';
import type { AttemptRecord } from './repo.ts';

const MAX_BATCH = 256;
const BACKOFF_MS = { first: 100, last: 5_000 };

export type Recorder = {
  push: (record: AttemptRecord) => void;
  /** Resolves when everything pushed so far is written. */
  drained: () => Promise<void>;
};

/**
 * Writes outcomes in batches: at once when idle, otherwise whatever gathered during the last write. While the
 * database is away they are kept and tried again; leases bound how much that can be.
 */
export function makeRecorder(write: (records: readonly AttemptRecord[]) => Promise<void>): Recorder {
  const waiting: AttemptRecord[] = [];
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    let delayMs = BACKOFF_MS.first;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      try {
        await write(batch);
        waiting.splice(0, batch.length);
        delayMs = BACKOFF_MS.first;
      } catch (error) {
        log.warn({ err: error, records: waiting.length, delayMs }, 'attempts could not be recorded yet');
        await wait(delayMs);
        delayMs = Math.min(delayMs * 2, BACKOFF_MS.last);
      }
    }
  };

  return {
    push: (record) => {
      waiting.push(record);
      // Those that finish in this turn of the event loop share the first write.
      writing ??= new Promise<void>((turn) => setImmediate(turn)).then(writeAll).finally(() => {
        writing = null;
      });
    },
    drained: async () => {
      while (writing) await writing;
    },
  };
}
