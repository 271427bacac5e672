import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closedLoop, type Throughput } from './closed-loop.ts';
import type { Target } from './connection.ts';
import type { Product } from './product.ts';
import { eventText } from './workload.ts';

const EMPTY_NEXT = 'tests/load/empty-next';
const UNBATCHED = 'tests/load/unbatched/server.ts';

type Loop = { connections: number; seconds: number };

async function run(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

/** Asks a server that says its port to its parent, and ends it. */
async function askServer(
  server: ChildProcess,
  { path, headers }: { path: string; headers: Target['headers'] },
  loop: Loop,
): Promise<Throughput> {
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const ended = once(server, 'exit');
  try {
    return await closedLoop({ url: `http://127.0.0.1:${port}${path}`, headers, body: eventText() }, loop);
  } finally {
    server.disconnect();
    await ended;
  }
}

/** Builds the framework's yardstick; once is enough. */
export const buildEmptyNext = (): Promise<void> => run('next', ['build', EMPTY_NEXT]);

/** The same framework, the same kind of server in front of it, and a handler that does nothing. */
export async function measureEmptyNext(loop: Loop): Promise<Throughput> {
  const server = fork(`${EMPTY_NEXT}/server.ts`, { env: { ...process.env, NODE_ENV: 'production' } });
  return askServer(server, { path: '/empty', headers: { 'content-type': 'application/json' } }, loop);
}

/** The product's own door, where each event has a statement and a commit of its own. */
export async function measureUnbatched(
  product: Product,
  { headers }: Target,
  loop: Loop,
): Promise<Throughput> {
  const secrets = JSON.parse(await readFile(join(product.dataDir, 'secrets.json'), 'utf8'));
  const server = fork(UNBATCHED, {
    env: { ...process.env, ...secrets, DATABASE_URL: product.databaseUrl, LOG_LEVEL: 'warn' },
  });
  return askServer(server, { path: '/api/v1/events', headers }, loop);
}
