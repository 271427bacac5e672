import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeDataFolder } from './data-folder.ts';
import {
  type Access,
  choosePort,
  createDatabase,
  isOurs,
  readAccess,
  urlOf,
} from './embedded-postgres/access.ts';
import { findLauncher, ownerOf } from './embedded-postgres/account.ts';
import { findBinaries, hasLibrary } from './embedded-postgres/binaries.ts';
import { initialiseCluster } from './embedded-postgres/initialise-cluster.ts';
import {
  readPostmaster,
  releasePostmasterFile,
  waitUntilReady,
} from './embedded-postgres/postmaster-file.ts';
import { type Cluster, launchServer, stopServer } from './embedded-postgres/server.ts';
import { AppError } from './errors.ts';
import { withProcessLock } from './process-lock.ts';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  synchronous_commit: 'on',
  max_wal_size: '2GB',
  wal_compression: 'on',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  // Statements carry what clients sent: they stay out of the log, also when they fail.
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
};

export type EmbeddedPostgres = {
  url: string;
  pid: number;
  /** The server was running already: left by a run that was killed, or held by another program. */
  reused: boolean;
  isRunning(): Promise<boolean>;
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  dataDir: string;
  /** Settings of this server that differ from the usual ones; `fsync: 'off'` for a database nobody will miss. */
  settings?: Readonly<Record<string, string>>;
};

/** Starts the PostgreSQL that comes with the project, on data made at the first start, or joins the one that runs there. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = resolve(options.dataDir);
  const folder = join(root, 'postgres');
  await makeDataFolder(root);
  await refuseForeignData(folder);
  return withProcessLock(
    join(root, 'postgres.lock'),
    async () => (await findEmbeddedPostgres(root)) ?? start({ root, folder }, options.settings ?? {}),
  );
}

/** The server that runs on this data folder, or null. */
async function findEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres | null> {
  const root = resolve(dataDir);
  const folder = join(root, 'postgres');
  const postmaster = await waitUntilReady(folder);
  if (!postmaster) return null;
  const access = { ...(await readAccess(root)), port: postmaster.port };
  if (!(await isOurs(access, folder))) {
    throw new AppError(
      'unavailable',
      `A PostgreSQL runs on ${folder} but does not take the password in postgres.json.`,
    );
  }
  return handle({ root, folder }, { access, pid: postmaster.pid, reused: true });
}

async function start(cluster: Cluster, given: Readonly<Record<string, string>>): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const launcher = await findLauncher(binaries.postgres, cluster.root, await ownerOf(cluster.folder));
  if (!existsSync(cluster.folder))
    await initialiseCluster(cluster, { binaries, launcher, durable: given.fsync !== 'off' });
  await releasePostmasterFile(cluster.folder);
  const access = await choosePort(cluster.root);
  const preload = hasLibrary(binaries, 'pg_stat_statements')
    ? { shared_preload_libraries: 'pg_stat_statements' }
    : {};
  const settings = { ...SETTINGS, ...preload, ...given, port: String(access.port) };
  const pid = await launchServer(cluster, { program: binaries.postgres, launcher, settings });
  await createDatabase(access);
  return handle(cluster, { access, pid, reused: false });
}

function handle(
  cluster: Cluster,
  server: { access: Access; pid: number; reused: boolean },
): EmbeddedPostgres {
  return {
    url: urlOf(server.access),
    pid: server.pid,
    reused: server.reused,
    isRunning: async () => (await readPostmaster(cluster.folder))?.pid === server.pid,
    stop: () => stopServer(cluster.folder, server.pid),
  };
}

async function refuseForeignData(folder: string): Promise<void> {
  const [self, owner] = [process.getuid?.(), await ownerOf(folder)];
  if (self === undefined || self === 0 || owner === null || owner.uid === self) return;
  throw new AppError(
    'unavailable',
    `${folder} belongs to another user (uid ${owner.uid}): start as that user or as root, or set DATA_DIR.`,
  );
}
