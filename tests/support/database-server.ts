import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#lib/platform/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test databases are made, and the migrated database they are copies of. */
    databaseServer: string;
    databaseTemplate: string;
  }
}

const LEASE = 'the-eye-test-lease';
// Lost with the power, and nobody minds: tests kill processes, not machines.
const FAST = { fsync: 'off', full_page_writes: 'off', max_connections: '300', autovacuum: 'off' };

/**
 * Vitest's global setup: a real PostgreSQL (TEST_DATABASE_URL, or the project's own under .data/test, which stays
 * between runs and may serve several at once) with a migrated template.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer();
  const lease = new pg.Client({ connectionString: server.url, application_name: LEASE });
  await lease.connect();
  const alone = await isAlone(lease);
  const template = `eye_template_${await fingerprint(['prisma', 'lib/queue'])}`;
  // A transaction's lock would not do: databases are made outside of transactions.
  await lease.query('SELECT pg_advisory_lock(1)');
  if (alone) await dropLeftovers(lease, template);
  await prepareTemplate(lease, { server: server.url, template });
  await lease.query('SELECT pg_advisory_unlock(1)');
  project.provide('databaseServer', server.url);
  project.provide('databaseTemplate', template);
  return async () => {
    const last = await isAlone(lease);
    await lease.end();
    if (last) await server.stop();
  };
}

async function findServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  return startEmbeddedPostgres({ dataDir: join('.data', 'test'), settings: FAST });
}

async function isAlone(lease: pg.Client): Promise<boolean> {
  const others = 'SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()';
  return (await lease.query(others, [LEASE])).rowCount === 0;
}

/** What a killed run left, and templates of other migrations. */
async function dropLeftovers(lease: pg.Client, template: string): Promise<void> {
  const { rows } = await lease.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^eye_(test|template|diff)_' AND datname <> $1`,
    [template],
  );
  for (const { datname } of rows) await lease.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
}

async function prepareTemplate(lease: pg.Client, names: { server: string; template: string }): Promise<void> {
  const { template } = names;
  const found = await lease.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (found.rowCount !== 0) return;
  const draft = `${template}_draft`;
  await lease.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await lease.query(`CREATE DATABASE ${draft}`);
  const env = { ...process.env, DATABASE_URL: databaseUrl(names.server, draft) };
  await promisify(execFile)(process.execPath, ['bin/migrate.ts'], { env });
  await lease.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function fingerprint(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of (await readdir(folder, { recursive: true })).sort()) {
      if (/\.(sql|prisma|ts)$/.test(name)) hash.update(name).update(await readFile(join(folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
