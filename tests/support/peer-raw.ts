import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';

export type RawPeer = AsyncDisposable & { origin: string; port: number; allow: AllowList };

/**
 * A TCP server that does with each connection what a proper server never would, once the first bytes came, or at once
 * where it is the server that speaks first.
 */
export async function startRawPeer(
  speak: (socket: Socket, first: Buffer) => void,
  { at }: { at: 'data' | 'connect' } = { at: 'data' },
): Promise<RawPeer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    if (at === 'connect') speak(socket, Buffer.alloc(0));
    else socket.once('data', (first) => speak(socket, first));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    allow: parseAllowList(`127.0.0.1:${port}`),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
