import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What an address of a local socket may be long, with room to spare on every system. */
const ADDRESS_LIMIT = 100;
const POLL_MS = 20;

/**
 * Takes a lock that ends with the process, however that ends: a local socket somebody listens on. Process numbers
 * would not do, containers hand them out anew. Answers null while another process holds it.
 */
export async function takeProcessLock(path: string): Promise<(() => Promise<void>) | null> {
  const address = addressOf(path);
  const taken = await listen(address);
  if (taken) return taken;
  if (await answers(address)) return null;
  await rm(address, { force: true });
  return listen(address);
}

/** Runs work under the lock, waiting for whoever holds it. */
export async function withProcessLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const release = await takeProcessLock(path);
    if (!release) {
      await delay(POLL_MS);
      continue;
    }
    try {
      return await work();
    } finally {
      await release();
    }
  }
}

function addressOf(path: string): string {
  const name = `the-eye-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const near = relative(process.cwd(), path);
  return near.length <= ADDRESS_LIMIT ? near : join(tmpdir(), name);
}

function listen(address: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(() => new Promise((done) => server.close(() => done())));
    });
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
