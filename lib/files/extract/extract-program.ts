import { extractBytes } from './extract-bytes.ts';
import { refusalOf } from './refusal.ts';
import type { Extraction } from './schema.ts';

process.on('message', async ({ bytes, name }: { bytes: Uint8Array; name: string }) => {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const answer: Extraction = await extractBytes(given, name).then(
    (extracted) => ({ state: 'extracted', ...extracted }),
    (error: unknown) => ({ state: 'unscannable', kind: null, reason: refusalOf(error) }),
  );
  process.send?.(answer);
});
