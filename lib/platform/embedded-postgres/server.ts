import { execFile } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '../errors.ts';
import type { Launcher } from './account.ts';
import { findBinaries } from './binaries.ts';
import { POLL_MS, readPostmaster } from './postmaster-file.ts';

/** `root` is the product's data folder, `folder` the database's inside it. */
export type Cluster = { root: string; folder: string };

type Launch = { program: string; launcher: Launcher; settings: Readonly<Record<string, string>> };

const FAST_STOP_MS = 60_000;

/** Runs the server and answers with its process number once it takes connections. */
export async function launchServer(
  cluster: Cluster,
  { program, launcher, settings }: Launch,
): Promise<number> {
  const logPath = join(cluster.root, 'logs', 'postgres.log');
  await mkdir(join(cluster.root, 'logs'), { recursive: true, mode: 0o700 });
  const logFile = await open(logPath, 'a', 0o600);
  const { size } = await logFile.stat();
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = launcher.run(program, ['-D', cluster.folder, ...flags], ['ignore', logFile.fd, logFile.fd]);
  let failure: string | null = null;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', () => {
    failure ??= 'it ended at once';
  });
  child.unref();
  await logFile.close();
  // Recovery after a crash takes as long as it takes: waiting ends with the process, not with a clock.
  while (failure === null) {
    const postmaster = await readPostmaster(cluster.folder);
    if (postmaster?.ready) return postmaster.pid;
    await delay(POLL_MS);
  }
  throw new AppError(
    'unavailable',
    `PostgreSQL did not start: ${(await lastFault(logPath, size)) ?? failure} (${logPath})`,
  );
}

/** Fast shutdown: open transactions are rolled back, a checkpoint is written. */
export async function stopServer(folder: string, pid: number): Promise<void> {
  const isThere = async () => (await readPostmaster(folder))?.pid === pid;
  if (!(await isThere())) return;
  if (process.platform === 'win32')
    await promisify(execFile)(findBinaries().pgCtl, ['stop', '-D', folder, '-m', 'fast']);
  else process.kill(pid, 'SIGINT');
  const deadline = Date.now() + FAST_STOP_MS;
  while (await isThere()) {
    if (Date.now() > deadline) return void process.kill(pid, 'SIGQUIT');
    await delay(POLL_MS);
  }
}

async function lastFault(logPath: string, offset: number): Promise<string | undefined> {
  const text = (await readFile(logPath)).subarray(offset).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => /FATAL|ERROR|error/.test(line)) ?? lines.at(-1);
}
