import type { IncomingMessage } from 'node:http';

const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;
const DISCARDS_FOR_MS = 2_000;

/**
 * Reads on for a while what was refused already, so that a sender still busy sending gets to read the refusal instead of
 * a reset, and what is left is not taken for the next request's.
 */
export function discardRest(request: IncomingMessage): Promise<void> {
  return new Promise((done) => {
    let sizeBytes = 0;
    // Whoever read it before has turned it away, and keeps nothing of the rest.
    request.removeAllListeners('data');
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MAX_DISCARDED_BYTES) done();
    });
    for (const over of ['end', 'close', 'error']) request.once(over, () => done());
    setTimeout(done, DISCARDS_FOR_MS).unref();
    request.resume();
  });
}
