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

type Loop = Parameters<typeof closedLoop>[1];

/** A server to compare with, running until it is stopped. */
export type Yardstick = { ask: (loop: Loop) => Promise<Throughput>; stop: () => Promise<void> };

async function run(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

/** Of a server that says its port to its parent. */
async function yardstick(
  server: ChildProcess,
  { path, headers }: { path: string; headers: Target['headers'] },
): Promise<Yardstick> {
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const target = { url: `http://127.0.0.1:${port}${path}`, headers, body: eventText() };
  return {
    ask: (loop) => closedLoop(target, loop),
    stop: async () => {
      const ended = once(server, 'exit');
      server.disconnect();
      await ended;
    },
  };
}

/** The same framework, the same kind of server in front of it, and a handler that does nothing. */
export async function startEmptyNext(): Promise<Yardstick> {
  await run('next', ['build', EMPTY_NEXT]);
  const server = fork(`${EMPTY_NEXT}/server.ts`, { env: { ...process.env, NODE_ENV: 'production' } });
  return yardstick(server, { path: '/empty', headers: { 'content-type': 'application/json' } });
}

/** The product's own door, where each event has a statement and a commit of its own. */
export async function startUnbatched(product: Product, { headers }: Target): Promise<Yardstick> {
  const secrets = JSON.parse(await readFile(join(product.dataDir, 'secrets.json'), 'utf8'));
  const server = fork(UNBATCHED, {
    env: { ...process.env, ...secrets, DATABASE_URL: product.databaseUrl, LOG_LEVEL: 'warn' },
  });
  return yardstick(server, { path: '/api/v1/events', headers });
}
