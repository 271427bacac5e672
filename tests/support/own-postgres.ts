import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeDataFolder } from '#lib/platform/data-folder.ts';
import { closeDatabase } from '#lib/platform/db.ts';
import { startEmbeddedPostgres } from '#lib/platform/embedded-postgres.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

export type OwnPostgres = AsyncDisposable & {
  url: string;
  /** Ends the server as a crash would: no checkpoint, no goodbye. */
  crash: () => Promise<void>;
  start: () => Promise<void>;
};

/** A migrated server of the test's own, durable as in production, that it may crash and start again. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  await makeDataFolder('.data');
  const dataDir = await mkdtemp(join('.data', 'own-postgres-'));
  // As root, the database's own user has to pass through.
  await chmod(dataDir, 0o711);
  let server = await startEmbeddedPostgres({ dataDir });
  const { url } = server;
  await promisify(execFile)(process.execPath, ['bin/migrate.ts'], {
    env: { ...process.env, DATABASE_URL: url },
  });
  process.env.DATABASE_URL = url;
  forgetSingleton('env');

  const untilGone = async (): Promise<void> => {
    while (await server.isRunning()) await new Promise((turn) => setImmediate(turn));
  };
  return {
    url,
    crash: async () => {
      process.kill(server.pid, 'SIGQUIT');
      await untilGone();
    },
    start: async () => {
      server = await startEmbeddedPostgres({ dataDir });
      if (server.url !== url) throw new Error('The server came back at another address.');
    },
    [Symbol.asyncDispose]: async () => {
      await closeDatabase();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
