import { parentPort } from 'node:worker_threads';
import { extractBytes } from './extract-bytes.ts';
import { refusalOf } from './refusal.ts';
import type { Extraction } from './schema.ts';

parentPort?.on('message', async ({ bytes, name }: { bytes: Uint8Array; name: string }) => {
  const answer: Extraction = await extractBytes(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    name,
  ).then(
    (extracted) => ({ state: 'extracted', ...extracted }),
    (error: unknown) => ({ state: 'unscannable', kind: null, reason: refusalOf(error) }),
  );
  parentPort?.postMessage(answer);
});
