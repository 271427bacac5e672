import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemContext } from '#lib/auth/context.ts';
import { ensureAdministrator } from '#lib/auth/ensure-administrator.ts';
import { installDemo, retireDemo } from '#lib/demo/install-demo.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { closeDatabase } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { migrate } from '#lib/platform/migrate.ts';
import { migrateQueue } from '#lib/queue/boss.ts';
import { ensureBuild } from './build.ts';
import { type Database, explain, openDatabase, prepareEnvironment, takeRunLock } from './environment.ts';
import { refuseTakenPorts } from './ports.ts';
import { type Programs, startPrograms } from './programs.ts';
import { step } from './progress.ts';
import { type Content, welcome } from './welcome.ts';

const REVIVE_MS = 2_000;
const PARENT_MS = 500;

const dev = process.argv.includes('--dev');
const stop = new AbortController();
const running: { programs?: Programs; database?: Database } = {};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, requestStop);
}
if (process.env.npm_lifecycle_event) followParent(requestStop);

function requestStop(): void {
  if (stop.signal.aborted) {
    console.log('Stopping at once.');
    running.programs?.kill();
  } else {
    console.log('\nStopping … (again to stop at once)');
    stop.abort();
  }
}

/** A signal sent to npm ends the shell between it and this process, and does not come further. */
function followParent(orphaned: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    orphaned();
  }, PARENT_MS);
  timer.unref();
}

/** Everything from the data folder to three programs that work; between any two steps a signal may end it. */
async function start(): Promise<void> {
  process.env.DEV = dev ? '1' : '0';
  const settings = await prepareEnvironment();
  const dataDir = settings.DATA_DIR;
  const logFolder = join(dataDir, 'logs');
  await mkdir(logFolder, { recursive: true, mode: 0o700 });
  if (!(await takeRunLock(dataDir))) {
    throw new AppError(
      'conflict',
      `The Eye already runs on ${dataDir}: stop it first, or set DATA_DIR and PORT for a second one.`,
    );
  }
  await refuseTakenPorts(settings);
  running.database = await advance('Starting PostgreSQL', () => openDatabase(dataDir));
  await advance('Migrating the database', async () => {
    await migrate(env().DATABASE_URL);
    await migrateQueue();
  });
  const content = await advance('Preparing the first content', installContent);
  stop.signal.throwIfAborted();
  if (!dev) await ensureBuild(join(logFolder, 'build.log'), stop.signal);
  const programs = startPrograms({ logFolder, dev });
  running.programs = programs;
  await advance('Starting the web server and the worker', () => Promise.race([programs.ready(), aborted()]));
  console.log(welcome(content));
}

async function installContent(): Promise<Content> {
  const ctx = systemContext('start-up');
  try {
    const administrator = await ensureAdministrator(ctx);
    await installDefaults(ctx);
    if (env().DEMO) return { administrator, demo: await installDemo(ctx) };
    await retireDemo(ctx);
    return { administrator, demo: null };
  } finally {
    await closeDatabase();
  }
}

async function advance<T>(title: string, work: () => Promise<T>): Promise<T> {
  stop.signal.throwIfAborted();
  return step(title, work);
}

function aborted(): Promise<void> {
  return new Promise((resolve) => {
    if (stop.signal.aborted) resolve();
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function watchDatabase(database: Database): NodeJS.Timeout {
  let busy = false;
  return setInterval(async () => {
    if (busy || stop.signal.aborted) return;
    busy = true;
    try {
      if (await database.revive()) console.error('PostgreSQL had ended and was started again.');
    } catch (error) {
      console.error(explain(error));
    } finally {
      busy = false;
    }
  }, REVIVE_MS);
}

let exitCode = 0;
try {
  await start();
  if (running.database) {
    const timer = watchDatabase(running.database);
    await aborted();
    clearInterval(timer);
  }
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(explain(error));
    exitCode = 1;
  }
}
await running.programs?.stop();
await running.database?.stop();
if (stop.signal.aborted) console.log('Stopped.');
process.exit(exitCode);
