import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { closeDatabase } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { closeSenderBoss } from '#lib/queue/boss.ts';
import { databaseUrl } from './database-server.ts';

export type TestDatabase = { url: string; drop(): Promise<void> };

/** A migrated database of its own, copied from the template (`template0` is an empty one); `drop` ends whoever is still connected. */
export async function createTestDatabase(
  { template } = { template: inject('databaseTemplate') },
): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `eye_test_${randomBytes(6).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  return {
    url: databaseUrl(server, name),
    drop: () => run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/**
 * Gives every test of this file one fresh database, the one `prisma()`, `pool()` and the queue then talk to.
 * Call it at the top of the file or of a `describe`.
 */
export function useTestDatabase(): { readonly url: string } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    process.env.DATABASE_URL = database.url;
    forgetSingleton('env');
  });
  afterAll(async () => {
    await closeSenderBoss();
    await closeDatabase();
    await database?.drop();
  });
  return {
    get url() {
      if (!database) throw new Error('The database exists once the tests run, not while they are collected.');
      return database.url;
    },
  };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
