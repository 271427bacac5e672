import yauzl from 'yauzl';
import { type Budget, spendBytes, spendEntry } from '../budget.ts';
import { refusal } from '../refusal.ts';

const MAX_ENTRY_BYTES = 50 * 1024 * 1024;
const ENCRYPTED = 1;

function open(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    // Entry sizes are counted below: what the directory says is not believed.
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(refusal('malformed', error)) : resolve(zip),
    );
  });
}

async function* entriesOf(bytes: Buffer): AsyncGenerator<{ zip: yauzl.ZipFile; entry: yauzl.Entry }> {
  const zip = await open(bytes);
  for (;;) {
    const entry = await new Promise<yauzl.Entry | null>((resolve, reject) => {
      const over = () => {
        zip.off('entry', onEntry);
        zip.off('end', onEnd);
        zip.off('error', onError);
      };
      const onEntry = (next: yauzl.Entry) => {
        over();
        resolve(next);
      };
      const onEnd = () => {
        over();
        resolve(null);
      };
      const onError = (error: Error) => {
        over();
        reject(refusal('malformed', error));
      };
      zip.on('entry', onEntry);
      zip.on('end', onEnd);
      zip.on('error', onError);
      zip.readEntry();
    });
    if (entry === null) return;
    yield { zip, entry };
  }
}

/** What a zip says it holds. */
export async function listZip(bytes: Buffer): Promise<yauzl.Entry[]> {
  const found: yauzl.Entry[] = [];
  for await (const { entry } of entriesOf(bytes)) {
    found.push(entry);
    if (found.length > 10_000) throw refusal('too_large');
  }
  return found;
}

function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, budget: Budget): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(refusal('malformed', error));
      const parts: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        try {
          size += chunk.length;
          if (size > MAX_ENTRY_BYTES) throw refusal('too_large');
          spendBytes(budget, chunk.length);
          parts.push(chunk);
        } catch (over) {
          stream.destroy();
          reject(over);
        }
      });
      stream.on('end', () => resolve(Buffer.concat(parts)));
      stream.on('error', (fault: Error) => reject(refusal('malformed', fault)));
    });
  });
}

/** Each member with its bytes, in the order of the directory; `wants` spares the unpacking of others. */
export async function* unzip(
  bytes: Buffer,
  budget: Budget,
  wants: (name: string) => boolean = () => true,
): AsyncGenerator<{ name: string; bytes: Buffer }> {
  for await (const { zip, entry } of entriesOf(bytes)) {
    const name = entry.fileName;
    if (name.endsWith('/') || !wants(name)) continue;
    spendEntry(budget);
    if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) throw refusal('encrypted');
    yield { name, bytes: await readEntry(zip, entry, budget) };
  }
}
