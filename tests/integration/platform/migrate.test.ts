import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diffSchema } from '#lib/platform/migrate/diff-schema.ts';
import { readMigrations } from '#lib/platform/migrate/migration-folder.ts';
import { migrate } from '#lib/platform/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
let empty: TestDatabase;
let client: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  empty = await createTestDatabase({ template: 'template0' });
  client = new pg.Client({ connectionString: empty.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await Promise.all([database.drop(), empty.drop()]);
});

function list(...scripts: [name: string, sql: string][]): MigrationList {
  return {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: scripts.map(([path, value]) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } },
    })),
  };
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  return rows.map((row) => row.name).filter((name) => name !== '_prisma_migrations');
}

test('a migrated database is left alone', async () => {
  expect(await migrate(database.url)).toEqual([]);
});

test('an empty database gets every migration, recorded as the Prisma command line records them', async () => {
  const names = (await readMigrations()).migrationDirectories.map((migration) => migration.path);
  expect(await migrate(empty.url)).toEqual(names);
  const { rows } = await client.query(
    `SELECT migration_name, applied_steps_count, length(checksum) AS checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations ORDER BY migration_name`,
  );
  const finished = { applied_steps_count: 1, checksum: 64, finished: true };
  expect(rows).toEqual(names.map((name) => ({ migration_name: name, ...finished })));
});

test('two processes that migrate at once apply each migration once', async () => {
  const migrations = list(['1_slow', 'SELECT pg_sleep(0.2); CREATE TABLE made ()']);
  const applied = await Promise.all([migrate(empty.url, migrations), migrate(empty.url, migrations)]);
  expect(applied.flat()).toEqual(['1_slow']);
});

test('a function body with semicolons stays whole', async () => {
  const body = 'CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;';
  await migrate(empty.url, list(['1_function', body]));
  expect((await client.query('SELECT two()')).rows).toEqual([{ two: 2 }]);
});

test('the migrations and the schema say the same', async () => {
  expect(await diffSchema(empty.url)).toBe('');
});

test('what the schema has and the migrations lack shows as SQL', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eye-migrations-'));
  await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
  expect(await diffSchema(empty.url, folder)).toContain('CREATE TABLE "users"');
  await rm(folder, { recursive: true });
});

describe('a migration that fails', () => {
  const good: [string, string] = ['1_good', 'CREATE TABLE good ()'];
  const bad: [string, string] = ['2_bad', 'CREATE TABLE half (); CREATE TABL broken ()'];

  test('leaves nothing of itself and is named with its fault', async () => {
    await expect(migrate(empty.url, list(good, bad))).rejects.toThrow(
      /2_bad.*syntax error at or near "TABL"/,
    );
    expect(await tables()).toEqual(['good']);
  });

  test('runs again once it is mended', async () => {
    await expect(migrate(empty.url, list(good, bad))).rejects.toThrow('syntax error');
    expect(await migrate(empty.url, list(good, ['2_bad', 'CREATE TABLE half ()']))).toEqual(['2_bad']);
    expect(await tables()).toEqual(['good', 'half']);
  });
});

test('a database of a newer version is refused', async () => {
  await migrate(empty.url, list(['1_old', 'CREATE TABLE old ()'], ['2_new', 'CREATE TABLE new ()']));
  await expect(migrate(empty.url, list(['1_old', 'CREATE TABLE old ()']))).rejects.toThrow(
    /newer version.*2_new/,
  );
});
