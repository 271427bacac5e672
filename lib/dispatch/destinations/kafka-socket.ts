import type { Socket } from 'node:net';

const SIZE_BYTES = 4;
const LEAST_BYTES = 4;
const MOST_BYTES = 16_777_216;

/** Follows the sizes that stand before each answer: what is no Kafka must not reach a reader that trusts them. */
function makeFrameCheck(): (chunk: Buffer) => boolean {
  let missing = 0;
  let head = Buffer.alloc(0);
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (missing > 0) {
        const taken = Math.min(missing, chunk.length - at);
        missing -= taken;
        at += taken;
        continue;
      }
      const part = chunk.subarray(at, at + SIZE_BYTES - head.length);
      head = Buffer.concat([head, part]);
      at += part.length;
      if (head.length < SIZE_BYTES) break;
      missing = head.readInt32BE();
      head = Buffer.alloc(0);
      if (missing < LEAST_BYTES || missing > MOST_BYTES) return false;
    }
    return true;
  };
}

/** The socket, which ends with an error where its reader would throw or wait for what never comes. */
export function checkFrames(socket: Socket): Socket {
  const isSound = makeFrameCheck();
  const on = socket.on.bind(socket) as (event: string, listener: (...given: never[]) => void) => Socket;
  const listen = (event: string, listener: (...given: never[]) => void): Socket => {
    if (event !== 'data') return on(event, listener);
    return on('data', (chunk: Buffer) => {
      if (socket.destroyed) return;
      if (!isSound(chunk)) return void socket.destroy(new Error('The answer is not one of Kafka.'));
      try {
        listener(chunk as never);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
  };
  return Object.assign(socket, { on: listen });
}
