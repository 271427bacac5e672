import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from '#lib/http/read-body.ts';
import { isAppError } from '#lib/platform/errors.ts';

const LIMITS = { maxBytes: 1_000, maxInflatedBytes: 4_000 };

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'taken',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

describe('a body', () => {
  it('is read whole, also when its pieces cut characters', async () => {
    expect(await readBody(inPieces(Buffer.from('häßlich 😀'), 1), LIMITS)).toBe('häßlich 😀');
    expect(await readBody(null, LIMITS)).toBe('');
    expect(await readBody(inPieces(Buffer.alloc(0), 1), LIMITS)).toBe('');
  });

  it('keeps a byte order mark, which JSON then refuses', async () => {
    expect(await readBody(inPieces(Buffer.from('\ufeff{}'), 9), LIMITS)).toBe('\ufeff{}');
  });

  it('may be exactly as large as the limit, and not a byte more', async () => {
    expect(await codeOf(readBody(inPieces(Buffer.alloc(1_000, 65), 7), LIMITS))).toBe('taken');
    expect(await codeOf(readBody(inPieces(Buffer.alloc(1_001, 65), 7), LIMITS))).toBe('too_large');
  });

  it('is not read on once it is too large', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pieces++;
        yield Buffer.alloc(100);
      }
    }
    expect(await codeOf(readBody(endless(), LIMITS))).toBe('too_large');
    expect(pieces).toBe(11);
  });

  it.each([
    Buffer.from([0xff]),
    Buffer.from([0xc3, 0x28]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xf0, 0x9f]),
  ])('that is not UTF-8 is refused: %j', async (bytes) => {
    expect(await codeOf(readBody(inPieces(bytes, 9), LIMITS))).toBe('bad_request');
  });

  it("whose sender goes away is the sender's fault and not ours", async () => {
    const gone = (): Readable =>
      Readable.from(
        (function* () {
          yield Buffer.from('{"name":');
          throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
        })(),
      );
    expect(await codeOf(readBody(gone(), LIMITS))).toBe('bad_request');
    expect(await codeOf(readBody(gone(), { ...LIMITS, encoding: 'gzip' }))).toBe('bad_request');
  });
});

describe('gzip', () => {
  const gzip = { ...LIMITS, encoding: ' GZIP ' };

  it('is inflated', async () => {
    expect(await readBody(inPieces(gzipSync('{"a":"ö"}'), 3), gzip)).toBe('{"a":"ö"}');
  });

  it('that inflates beyond its limit is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(400_000));
    expect(bomb.length).toBeLessThan(LIMITS.maxBytes);
    expect(await codeOf(readBody(inPieces(bomb, 64), gzip))).toBe('too_large');
    expect(await codeOf(readBody(inPieces(gzipSync(Buffer.alloc(4_000, 65)), 64), gzip))).toBe('taken');
  });

  it('that is too large as it was sent is refused', async () => {
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(3_000)).map((byte) => byte & 127));
    expect(await codeOf(readBody(inPieces(gzipSync(random), 64), gzip))).toBe('too_large');
  });

  it('that is none, is cut short or is followed by rubbish is refused', async () => {
    const whole = gzipSync('{"a":1}');
    expect(await codeOf(readBody(inPieces(Buffer.from('{"a":1}'), 3), gzip))).toBe('bad_request');
    expect(await codeOf(readBody(inPieces(whole.subarray(0, -4), 3), gzip))).toBe('bad_request');
    expect(await codeOf(readBody(inPieces(Buffer.alloc(0), 3), gzip))).toBe('bad_request');
  });

  it.each(['br', 'deflate', 'gzip, gzip', 'x'])('is all that is taken: not %s', async (encoding) => {
    expect(await codeOf(readBody(inPieces(Buffer.from('{}'), 3), { ...LIMITS, encoding }))).toBe(
      'unsupported_media_type',
    );
  });
});
