import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError, isAppError } from '#lib/platform/errors.ts';

export type BodyLimits = {
  /** As sent. */
  maxBytes: number;
  /** After inflating. */
  maxInflatedBytes?: number;
  encoding?: string | null | undefined;
};

const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i;

/** @throws AppError `unsupported_media_type` for a content type other than JSON. */
export function requireJsonType(contentType: string): void {
  if (JSON_TYPE.test(contentType)) return;
  throw new AppError('unsupported_media_type', 'The body has to be application/json.');
}

const tooLarge = (limit: number): AppError =>
  new AppError('too_large', `The body is larger than ${limit.toLocaleString('en')} bytes.`);

const brokenOff = (cause: unknown): AppError =>
  // A sender that goes away in mid-body: no fault of ours, and no line in our log.
  new AppError('bad_request', 'The body ended before it was complete.', { cause });

async function* counted(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  try {
    for await (const chunk of chunks) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw isAppError(error) ? error : brokenOff(error);
  }
}

/** A request of `node:http` whose last byte is here, as nearly every small one is by the time somebody knows who sent it. */
const hasArrived = (stream: Readable): boolean =>
  'complete' in stream && stream.complete === true && !stream.destroyed && stream.readableFlowing === null;

/** Needs no event: everything waits to be taken. */
function takeAll(stream: Readable, maxBytes: number): Uint8Array[] {
  const body = stream.read() as Uint8Array | null;
  if (body === null) return [];
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return [body];
}

/** The same by the events of a request of `node:http`, which costs a third of its iterator; what is left stays unread. */
function collect(stream: Readable, maxBytes: number): Uint8Array[] | Promise<Uint8Array[]> {
  if (hasArrived(stream)) return takeAll(stream, maxBytes);
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let sizeBytes = 0;
    const onData = (chunk: Uint8Array): void => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes <= maxBytes) parts.push(chunk);
      else {
        stream.off('data', onData).pause();
        reject(tooLarge(maxBytes));
      }
    };
    const onBreak = (cause?: unknown): void => {
      // A body that was read to its end is closed as well.
      if (!stream.readableEnded) reject(brokenOff(cause));
    };
    stream.on('data', onData).once('end', () => resolve(parts));
    stream.on('error', onBreak).once('close', onBreak);
    if (stream.destroyed) onBreak(stream.errored);
  });
}

async function* inflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feed = (async () => {
    try {
      for await (const chunk of chunks)
        if (!gunzip.write(chunk)) await new Promise((done) => gunzip.once('drain', done));
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error as Error);
    }
  })();
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
    await feed;
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('bad_request', 'The body is not gzip, although Content-Encoding says so.', {
      cause: error,
    });
  } finally {
    gunzip.destroy();
  }
}

function readParts(
  body: AsyncIterable<Uint8Array>,
  { encoding, maxBytes, maxInflatedBytes = maxBytes }: BodyLimits,
): Uint8Array[] | Promise<Uint8Array[]> {
  if (encoding !== 'gzip')
    return body instanceof Readable ? collect(body, maxBytes) : partsOf(counted(body, maxBytes));
  return partsOf(counted(inflated(counted(piecesOf(body), maxBytes)), maxInflatedBytes));
}

async function partsOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return parts;
}

/** A refusal in mid-body must leave the socket open for the answer. */
const piecesOf = (body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  body instanceof Readable ? body.iterator({ destroyOnReturn: false }) : body;

/**
 * Reads a body, counting while it streams: nothing larger than the limits is ever held.
 * @throws AppError `too_large`, `unsupported_media_type` (encoding) or `bad_request` (not gzip, broken off).
 */
export async function readBytes(body: AsyncIterable<Uint8Array> | null, limits: BodyLimits): Promise<Buffer> {
  if (!body) return Buffer.alloc(0);
  const encoding = limits.encoding?.trim().toLowerCase() || 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new AppError(
      'unsupported_media_type',
      `The content encoding ${encoding.slice(0, 40)} is not supported; gzip is.`,
    );
  }
  const parts = await readParts(body, { ...limits, encoding });
  const [first] = parts;
  return parts.length === 1 && Buffer.isBuffer(first) ? first : Buffer.concat(parts);
}

/** @throws AppError `bad_request` for what is not UTF-8. */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new AppError('bad_request', 'The body is not UTF-8.');
  return bytes.toString('utf8');
}

/** The same as text. @throws AppError as `readBytes` and `textOf`. */
export async function readBody(body: AsyncIterable<Uint8Array> | null, limits: BodyLimits): Promise<string> {
  return textOf(await readBytes(body, limits));
}
