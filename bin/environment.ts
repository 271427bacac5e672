import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDataFolder } from '#lib/platform/data-folder.ts';
import { startEmbeddedPostgres } from '#lib/platform/embedded-postgres.ts';
import { type Env, env, parseEnv } from '#lib/platform/env.ts';
import { AppError, isAppError } from '#lib/platform/errors.ts';
import { takeProcessLock } from '#lib/platform/process-lock.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

const SECRETS = {
  SESSION_SECRET: () => randomBytes(32).toString('base64url'),
  ENCRYPTION_KEYS: () => `1:${randomBytes(32).toString('base64')}`,
};

export type Database = {
  /** Starts the embedded server again if it died; nothing to do for an outside one. */
  revive(): Promise<boolean>;
  startedHere: boolean;
  /** Stops the embedded server; an outside one is left alone. */
  stop(): Promise<void>;
};

/** The variables before the database is known, and the data folder's absolute path. */
export type Settings = Omit<Env, 'DATABASE_URL'>;

/** The data folder, made with its secrets when missing; afterwards every variable but DATABASE_URL is set and sound. */
export async function prepareEnvironment(): Promise<Settings> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const dataDir = resolve(process.env.DATA_DIR || '.data');
  process.env.DATA_DIR = dataDir;
  await makeDataFolder(dataDir);
  // Whoever says production keeps the secrets outside: a data folder that is lost or copied must not hold them.
  if (process.env.NODE_ENV !== 'production') await fillInSecrets(dataDir);
  return parseSettings();
}

/** Held by `npm start` for as long as it runs; null when it already is. */
export function takeRunLock(dataDir: string): Promise<(() => Promise<void>) | null> {
  return takeProcessLock(join(dataDir, 'run.lock'));
}

/**
 * Starts the embedded PostgreSQL, or joins the one that runs, unless DATABASE_URL names another; from here on
 * `env()` is complete. `stop` is for whoever holds the run lock.
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  if (process.env.DATABASE_URL)
    return { startedHere: false, revive: async () => false, stop: async () => {} };
  let server = await startEmbeddedPostgres({ dataDir });
  const publish = () => {
    process.env.DATABASE_URL = server.url;
    forgetSingleton('env');
    env();
  };
  publish();
  return {
    startedHere: !server.reused,
    revive: async () => {
      if (await server.isRunning()) return false;
      server = await startEmbeddedPostgres({ dataDir });
      publish();
      return true;
    },
    stop: () => server.stop(),
  };
}

/** Runs a command line against the product's database, started for it when nothing else runs it, and gives the exit code. */
export async function withDatabase(work: () => Promise<number>): Promise<number> {
  const { DATA_DIR } = await prepareEnvironment();
  const database = await openDatabase(DATA_DIR);
  try {
    return await work();
  } finally {
    if (database.startedHere) await stopUnlessNeeded(DATA_DIR, database);
  }
}

/** The product may have been started meanwhile, and have joined the server that was started here. */
async function stopUnlessNeeded(dataDir: string, database: Database): Promise<void> {
  const release = await takeRunLock(dataDir);
  if (!release) return;
  await database.stop();
  await release();
}

/** What a person at a terminal should read about a failure: one sentence when it is theirs to mend, else everything. */
export function explain(error: unknown): string {
  if (isAppError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function parseSettings(): Settings {
  const pending = process.env.DATABASE_URL || 'postgresql://127.0.0.1/started-later';
  try {
    return parseEnv({ ...process.env, DATABASE_URL: pending });
  } catch (error) {
    throw new AppError('unavailable', error instanceof Error ? error.message : String(error));
  }
}

async function fillInSecrets(dataDir: string): Promise<void> {
  const missing = Object.keys(SECRETS).filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  const secrets = await readSecrets(dataDir);
  for (const name of missing) process.env[name] = secrets[name];
}

async function readSecrets(dataDir: string): Promise<Record<string, string>> {
  const path = join(dataDir, 'secrets.json');
  if (!existsSync(path)) await writeSecrets(path);
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
}

async function writeSecrets(path: string): Promise<void> {
  const made = Object.fromEntries(Object.entries(SECRETS).map(([name, make]) => [name, make()]));
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  // A link does not replace: of two programs that start at once, the first one's secrets stay.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
}
