import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type DatabaseProxy = AsyncDisposable & {
  url: string;
  /** Breaks every connection and refuses new ones, as a server that went down. */
  cut: () => void;
  /** Lets connections stand and passes nothing on, as a network that swallows packets; or swallows answers alone. */
  hold: (what?: 'everything' | 'answers') => void;
  /** Passes every answer on so much later, as a store that is far away or busy. */
  slow: (answersMs: number) => void;
  restore: () => void;
};

/** A way to a database that a test can take away and give back. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let delayMs = 0;
  let state: 'open' | 'cut' | 'held' | 'mute' = 'open';

  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    if (state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(target.port || 5432), target.hostname);
    track(near);
    track(far);
    near.on('data', (bytes) => state !== 'held' && far.write(bytes));
    far.on('data', (bytes) => {
      if (state !== 'open') return;
      if (delayMs === 0) near.write(bytes);
      else setTimeout(() => near.writable && near.write(bytes), delayMs);
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const drop = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    cut: () => {
      state = 'cut';
      drop();
    },
    hold: (what = 'everything') => {
      state = what === 'answers' ? 'mute' : 'held';
    },
    slow: (answersMs) => {
      delayMs = answersMs;
    },
    restore: () => {
      // What was swallowed is lost: those connections can only be made anew.
      if (state === 'held' || state === 'mute') drop();
      delayMs = 0;
      state = 'open';
    },
    [Symbol.asyncDispose]: async () => {
      drop();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
