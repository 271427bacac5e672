import { Worker } from 'node:worker_threads';
import { type Extraction, MAX_FILE_BYTES, type UnscannableReason } from './schema.ts';

/** Written so that a bundler does not take the thread for an asset of its own and copy it without what it imports. */
const THREAD = new URL('./extract-thread.ts', String(import.meta.url));
const TIMEOUT_MS = 10_000;
const MAX_HEAP_MB = 512;

const unscannable = (reason: UnscannableReason): Extraction => ({ state: 'unscannable', kind: null, reason });

/**
 * The text of a file with where it stands. Works in a thread of its own, with a bound on its time and memory: whatever
 * the file does to its reader, the answer is a state. Nothing is thrown for a bad file.
 */
export function extractFile(file: { bytes: Buffer; name: string }): Promise<Extraction> {
  if (file.bytes.length > MAX_FILE_BYTES) return Promise.resolve(unscannable('too_large'));
  return new Promise((resolve) => {
    const worker = new Worker(THREAD, {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      execArgv: [],
      env: {},
    });
    const end = (answer: Extraction): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // What a thread that is being ended still complains about.
      worker.on('error', () => undefined);
      void worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => end(unscannable('timeout')), TIMEOUT_MS);
    worker.on('message', (answer: Extraction) => end(answer));
    worker.on('error', (error: Error & { code?: string }) =>
      end(unscannable(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'malformed')),
    );
    worker.on('exit', () => end(unscannable('malformed')));
    worker.postMessage(file);
  });
}
