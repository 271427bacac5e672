/** A file as it is sent: its bytes are made as the reader takes them; its size where it is known. */
type SentFile = { name: string; type: string; sizeBytes?: number; chunks: AsyncIterable<Uint8Array> };

/** A response that a browser saves. Its name holds letters, digits, dots and dashes alone. */
export function fileAnswer({ name, type, sizeBytes, chunks }: SentFile): Response {
  const iterator = chunks[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // Nothing is read ahead of a reader that is slow.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': type,
      ...(sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) }),
      'content-disposition': `attachment; filename="${name}"`,
      // As it is: the length is that of the bytes sent.
      'cache-control': 'no-store, no-transform',
    },
  });
}
