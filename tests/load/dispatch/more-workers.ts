import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '../product.ts';

/** So many workers beside the product's own; answers how to end them. */
export async function startMoreWorkers(product: Product, count: number): Promise<() => Promise<void>> {
  const secrets = JSON.parse(await readFile(join(product.dataDir, 'secrets.json'), 'utf8'));
  const env = {
    ...process.env,
    ...secrets,
    NODE_ENV: 'production',
    DATABASE_URL: product.databaseUrl,
    OUTBOUND_ALLOW: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    DEMO: '0',
  };
  const start = async (): Promise<ChildProcess> => {
    const child = fork('jobs/worker.ts', { env, execArgv: ['--disable-warning=ExperimentalWarning'] });
    await once(child, 'message');
    return child;
  };
  const workers = await Promise.all(Array.from({ length: count }, start));
  return async () => {
    await Promise.all(
      workers.map(async (worker) => {
        const ended = once(worker, 'exit');
        worker.kill('SIGTERM');
        await ended;
      }),
    );
  };
}
