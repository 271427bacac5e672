import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { SUPERUSER, writeAccess } from './access.ts';
import type { Launcher } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './server.ts';

type Tools = { binaries: Binaries; launcher: Launcher; durable: boolean };

/** Makes an empty cluster with a random password. What an interrupted run left half made is thrown away first. */
export async function initialiseCluster(cluster: Cluster, tools: Tools): Promise<void> {
  const draft = `${cluster.folder}.new`;
  const passwordFile = join(cluster.root, 'postgres.password');
  const password = randomBytes(24).toString('base64url');
  await Promise.all([rm(draft, { recursive: true, force: true }), rm(passwordFile, { force: true })]);
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await Promise.all([tools.launcher.own(draft), tools.launcher.own(passwordFile)]);
  try {
    await initdb(tools, ['-D', draft, `--pwfile=${passwordFile}`]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeAccess(cluster.root, { port: 0, password });
  await rename(draft, cluster.folder);
}

async function initdb({ binaries, launcher, durable }: Tools, where: readonly string[]): Promise<void> {
  const options = [
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every system, whatever its C library believes.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = launcher.run(binaries.initdb, [...where, ...options], ['ignore', 'ignore', 'pipe']);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new AppError('unavailable', `PostgreSQL's data folder could not be made: ${said.trim()}`);
}
