import { type ForkOptions, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Extraction, MAX_FILE_BYTES, type UnscannableReason } from './schema.ts';

/** Written so that a bundler does not take the program for an asset of its own and copy it without what it imports. */
const PROGRAM = new URL('./extract-program.ts', String(import.meta.url));
const TIMEOUT_MS = 10_000;
const MAX_HEAP_MB = 512;

/** What is run, and how: it gets `{ bytes, name }` as its one message and answers with an `Extraction`. */
export const EXTRACT_PROGRAM: { path: string; options: ForkOptions } = {
  path: fileURLToPath(PROGRAM),
  options: {
    execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`],
    env: { NODE_ENV: 'production' },
    serialization: 'advanced',
    // What a library or a dying engine prints may hold pieces of the file.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  },
};

const unscannable = (reason: UnscannableReason): Extraction => ({ state: 'unscannable', kind: null, reason });

/**
 * The text of a file with where it stands. Works in a process of its own, with a bound on its time and memory: a thread
 * that runs out of memory can take its whole process along. Whatever the file does to its reader, the answer is a
 * state. Nothing is thrown for a bad file.
 */
export function extractFile(file: { bytes: Buffer; name: string }): Promise<Extraction> {
  if (file.bytes.length > MAX_FILE_BYTES) return Promise.resolve(unscannable('too_large'));
  return new Promise((resolve) => {
    const child = fork(EXTRACT_PROGRAM.path, [], EXTRACT_PROGRAM.options);
    const end = (answer: Extraction): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(() => end(unscannable('timeout')), TIMEOUT_MS);
    child.on('message', (answer: Extraction) => end(answer));
    child.on('error', () => end(unscannable('malformed')));
    // Out of memory, the engine ends its process by SIGABRT, or by a trap.
    child.on('exit', (_, signal) => end(unscannable(signal === null ? 'malformed' : 'too_large')));
    child.send(file);
  });
}
