import type { Socket } from 'node:net';

const LOOK_MS = 200;
const MOST_BYTES = 4_194_304;

/** Cuts a connection over which far more comes than short answers: libraries would keep what they cannot read yet. */
export function watchVolume(socket: Socket): void {
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    if (socket.destroyed) return clearInterval(timer);
    if (socket.bytesRead - seen > MOST_BYTES)
      socket.destroy(new Error('Far more came over the connection than an answer is long.'));
    seen = socket.bytesRead;
  }, LOOK_MS).unref();
}
