import { createServer } from 'node:net';
import { AppError } from './errors.ts';

/** The port itself when nothing listens on it at 127.0.0.1, else null; for 0, one that is free. */
export function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/** A port of 127.0.0.1 that nothing listens on at the moment. @throws AppError `unavailable`. */
export async function freePort(): Promise<number> {
  const port = await portIfFree(0);
  if (port === null) throw new AppError('unavailable', 'There is no free port on 127.0.0.1.');
  return port;
}
