import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuthzProcess, startAuthzProcess } from '#tests/support/authz-processes.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { asObserver } from '../workload.ts';
import { makeAsker } from './asker.ts';

const PROCESSES = 3;
const ROUNDS = 200;
const MAX_P99_MS = 100;
const MAX_MS = 1_000;

async function startProcesses(product: Product): Promise<AuthzProcess[]> {
  Object.assign(process.env, JSON.parse(await readFile(join(product.dataDir, 'secrets.json'), 'utf8')));
  return Promise.all(Array.from({ length: PROCESSES }, () => startAuthzProcess(product.databaseUrl)));
}

const isDenied = async (process: AuthzProcess, userId: string): Promise<boolean> => {
  const { names, unavailable } = await process.ask({ ask: 'holder', userId });
  return unavailable === true || !names?.includes('events:read');
};

/** From the commit until the process has said no. */
async function untilDenied(process: AuthzProcess, userId: string): Promise<number> {
  const startedAtMs = performance.now();
  while (!(await isDenied(process, userId))) {
    if (performance.now() - startedAtMs > 10_000) throw new Error('It went on saying yes.');
  }
  return performance.now() - startedAtMs;
}

/** A right that is taken away, asked about without pause in three processes, with and without notices. */
export async function measureRevocation(product: Product): Promise<Line[]> {
  const { id } = await makeAsker(product);
  const processes = await startProcesses(product);
  try {
    const told = await rounds(product, { processes, id, cut: false });
    const cut = await rounds(product, { processes, id, cut: true });
    return [line('told of changes', told, true), line('with the listeners cut each time', cut, false)];
  } finally {
    for (const one of processes) await one[Symbol.asyncDispose]();
  }
}

type Rounds = { processes: readonly AuthzProcess[]; id: string; cut: boolean };

const rounds = (product: Product, { processes, id, cut }: Rounds): Promise<number[]> =>
  asObserver(product, async (client) => {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await client.query(
        `INSERT INTO user_permissions (user_id, permission_id) SELECT $1, id FROM permissions WHERE name = 'events:read'`,
        [id],
      );
      for (const one of processes)
        while (await isDenied(one, id)) await new Promise((wait) => setTimeout(wait, 5));
      if (cut) {
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE query ILIKE 'LISTEN%' OR query LIKE 'SELECT pg_notify($1, $2)%'`,
        );
      }
      await client.query('DELETE FROM user_permissions WHERE user_id = $1', [id]);
      took.push(...(await Promise.all(processes.map((one) => untilDenied(one, id)))));
    }
    return took;
  });

function line(how: string, took: readonly number[], isBound: boolean): Line {
  const [p99, most] = [percentile(took, 0.99), Math.max(...took)];
  return {
    measure: `${ROUNDS} revocations in ${PROCESSES} processes ${how}: p50, p99, longest until refused`,
    figure: `${ms(percentile(took, 0.5))}, ${ms(p99)}, ${ms(most)}`,
    target: isBound ? `p99 <= ${MAX_P99_MS} ms; longest <= ${MAX_MS} ms` : `longest <= ${MAX_MS} ms`,
    holds: most <= MAX_MS && (!isBound || p99 <= MAX_P99_MS),
  };
}
