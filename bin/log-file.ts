import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from 'node:fs';

const LIMIT_BYTES = 10 * 1024 * 1024;
const REOPEN_AFTER_MS = 10_000;

export type LogFile = { writeLine: (line: string) => void; close: () => Promise<void> };

const ended = (stream: WriteStream): Promise<unknown> => new Promise((done) => stream.end(done));

/** A file of lines; at 10 MiB it becomes `<path>.1`, in place of the one before, and a new one begins. */
export function openLogFile(path: string): LogFile {
  let sizeBytes = existsSync(path) ? statSync(path).size : 0;
  let openedAtMs = 0;
  let stream = open();
  let full: Promise<unknown> = Promise.resolve();
  let closed = false;

  function open(): WriteStream {
    openedAtMs = Date.now();
    const opened = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // A full disk takes the log away, and must not take the programs with it.
    opened.on('error', (error) => console.error(`${path} cannot be written: ${error.message}`));
    return opened;
  }

  function turnOver(): void {
    sizeBytes = 0;
    try {
      renameSync(path, `${path}.1`);
    } catch (error) {
      console.error(`${path} cannot be put aside: ${error instanceof Error ? error.message : error}`);
      return;
    }
    full = ended(stream);
    stream = open();
  }

  return {
    writeLine(line) {
      if (closed) return;
      if (stream.destroyed) {
        if (Date.now() - openedAtMs < REOPEN_AFTER_MS) return;
        stream = open();
      }
      if (sizeBytes > LIMIT_BYTES) turnOver();
      sizeBytes += Buffer.byteLength(line) + 1;
      stream.write(`${line}\n`);
    },
    async close() {
      closed = true;
      await Promise.all([full, ended(stream)]);
    },
  };
}
