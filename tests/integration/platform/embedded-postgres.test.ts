import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/platform/embedded-postgres.ts';

const SETTINGS = { fsync: 'off', shared_buffers: '16MB' };
let dataDir: string;
let server: EmbeddedPostgres;
const start = () => startEmbeddedPostgres({ dataDir, settings: SETTINGS });

async function ask<T>(sql: string, url = server.url): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Ends the server the way a power cut would: its file stays and names a process that is gone. */
async function crash(): Promise<void> {
  const folder = join(dataDir, 'postgres');
  process.kill(server.pid, 'SIGKILL');
  while (await server.isRunning()) await new Promise((resolve) => setImmediate(resolve));
  expect(await readFile(join(folder, 'postmaster.pid'), 'utf8')).toContain(String(server.pid));
}

beforeAll(async () => {
  await mkdir('.data', { recursive: true });
  dataDir = await mkdtemp(join('.data', 'postgres-test-'));
  await chmod(dataDir, 0o711);
  server = await start();
  await ask('CREATE TABLE kept (value text)');
  await ask(`INSERT INTO kept VALUES ('still here')`);
});

beforeEach(async () => {
  server = await start();
});

afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('listens on this machine only, with UTF-8 and one order of text everywhere', async () => {
  const [settings] = await ask<Record<string, string>>(
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
      current_setting('synchronous_commit') AS commit, pg_encoding_to_char(encoding) AS encoding, datlocale AS locale
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(settings).toEqual({
    addresses: '127.0.0.1',
    sockets: '',
    commit: 'on',
    encoding: 'UTF8',
    locale: 'C.UTF-8',
  });
});

test('counts statements', async () => {
  await ask('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  expect(await ask(`SELECT 1 AS found FROM pg_stat_statements LIMIT 1`)).toEqual([{ found: 1 }]);
});

test('refuses a wrong password', async () => {
  const wrong = new URL(server.url);
  wrong.password = 'wrong';
  await expect(ask('SELECT 1', wrong.href)).rejects.toThrow('password authentication failed');
});

test('keeps the password where only its owner reads it', async () => {
  expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
  expect(new URL(server.url).password).toHaveLength(32);
});

test('a second start joins the running server', async () => {
  const second = await start();
  expect(second).toMatchObject({ reused: true, pid: server.pid, url: server.url });
});

test('two starts at once give one server', async () => {
  await server.stop();
  const [one, two] = await Promise.all([start(), start()]);
  expect(one.pid).toBe(two.pid);
  expect([one.reused, two.reused].filter(Boolean)).toHaveLength(1);
});

describe('after a stop', () => {
  test('the next start finds the data, on the same port', async () => {
    await server.stop();
    expect(await server.isRunning()).toBe(false);
    const next = await start();
    expect(next.reused).toBe(false);
    expect(next.url).toBe(server.url);
    expect(await ask('SELECT value FROM kept', next.url)).toEqual([{ value: 'still here' }]);
  });

  test('the next start takes another port when somebody else has the old one', async () => {
    await server.stop();
    const squatter = createServer().listen(Number(new URL(server.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    try {
      server = await start();
      expect(Number(new URL(server.url).port)).not.toBe((squatter.address() as { port: number }).port);
      expect(await ask('SELECT value FROM kept')).toEqual([{ value: 'still here' }]);
    } finally {
      squatter.close();
    }
  });
});

describe('after a crash', () => {
  test('the next start recovers what was committed', async () => {
    await crash();
    server = await start();
    expect(server.reused).toBe(false);
    expect(await ask('SELECT value FROM kept')).toEqual([{ value: 'still here' }]);
  });

  test('a process that got the dead server’s number does not stand in the way', async () => {
    const folder = join(dataDir, 'postgres');
    const { uid, gid } = await stat(folder);
    await crash();
    const identity = process.getuid?.() === 0 ? { uid, gid } : {};
    const other = spawn(process.platform === 'win32' ? 'timeout' : 'sleep', ['60'], identity);
    await once(other, 'spawn');
    try {
      const path = join(folder, 'postmaster.pid');
      const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
      await writeFile(path, [other.pid, ...rest].join('\n'));
      await chown(path, uid, gid);
      server = await start();
      expect(await ask('SELECT value FROM kept')).toEqual([{ value: 'still here' }]);
    } finally {
      other.kill();
    }
  });

  test('a half-made data folder is made anew', async () => {
    const other = await mkdtemp(join('.data', 'postgres-test-'));
    await chmod(other, 0o711);
    await mkdir(join(other, 'postgres.new'));
    await writeFile(join(other, 'postgres.new', 'PG_VERSION'), '18\n');
    const fresh = await startEmbeddedPostgres({ dataDir: other, settings: SETTINGS });
    expect(await ask('SELECT 1 AS one', fresh.url)).toEqual([{ one: 1 }]);
    await fresh.stop();
    await rm(other, { recursive: true });
  });
});

test('a start that fails says why in one sentence', async () => {
  await server.stop();
  const failing = startEmbeddedPostgres({ dataDir, settings: { ...SETTINGS, shared_buffers: 'nonsense' } });
  await expect(failing).rejects.toThrow(
    /PostgreSQL did not start: .*invalid value for parameter "shared_buffers"/,
  );
});
