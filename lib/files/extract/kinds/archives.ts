import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Budget, spendBytes, spendEntry } from '../budget.ts';
import type { Reader } from '../reader.ts';
import { refusal } from '../refusal.ts';
import type { ExtractedText } from '../schema.ts';
import { unzip } from './zip-entries.ts';

export const readZip: Reader = async ({ bytes, budget }, nested) => {
  const found: ExtractedText[] = [];
  for await (const member of unzip(bytes, budget)) found.push(...(await nested(member)));
  return found;
};

const FLAGS = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const;

/** Where the compressed bytes of a gzip member begin (RFC 1952 section 2.3). */
function endOfHeader(bytes: Buffer, start: number): number {
  const flags = bytes[start + 3] ?? 0;
  let at = start + 10;
  if (flags & FLAGS.extra) at += 2 + bytes.readUInt16LE(at);
  for (const flag of [FLAGS.name, FLAGS.comment]) if (flags & flag) at = bytes.indexOf(0, at) + 1;
  return flags & FLAGS.headerChecksum ? at + 2 : at;
}

/** All members of a gzip file; what stands behind the last is padding, or nothing anybody's gunzip would show. */
function gunzip(bytes: Buffer, budget: Budget): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; bytes[at] === 0x1f && bytes[at + 1] === 0x8b; ) {
    const start = endOfHeader(bytes, at);
    const { buffer, engine } = inflateRawSync(bytes.subarray(start), {
      info: true,
      maxOutputLength: budget.bytes + 1,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    spendBytes(budget, buffer.length);
    parts.push(buffer);
    at = start + engine.bytesWritten + 8;
  }
  return Buffer.concat(parts);
}

export const readGzip: Reader = ({ bytes, name, budget }, nested) => {
  try {
    const content = gunzip(bytes, budget);
    return nested({ bytes: content, name: name.replace(/\.(?:gz|tgz)$/i, '') || 'content' });
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? refusal('too_large', error) : error;
  }
};

export const readTar: Reader = async ({ bytes, budget }, nested) => {
  const found: ExtractedText[] = [];
  const tar = extract();
  Readable.from([bytes]).pipe(tar);
  for await (const entry of tar) {
    const parts: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      spendBytes(budget, chunk.length);
      parts.push(chunk);
    }
    if (entry.header.type !== 'file') continue;
    spendEntry(budget);
    const member = Buffer.concat(parts);
    if (member.length !== (entry.header.size ?? member.length)) throw refusal('malformed');
    found.push(...(await nested({ bytes: member, name: entry.header.name })));
  }
  return found;
};
