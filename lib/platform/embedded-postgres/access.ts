import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { freePort, portIfFree } from '../free-port.ts';

export const SUPERUSER = 'eye';
const DATABASE = 'eye';

/** How to reach the server: kept beside its data, readable by its owner alone. */
export type Access = { port: number; password: string };

export async function readAccess(root: string): Promise<Access> {
  try {
    return JSON.parse(await readFile(join(root, 'postgres.json'), 'utf8')) as Access;
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `${join(root, 'postgres.json')} is missing or broken, and with it the password of the database in ${join(root, 'postgres')}.`,
      { cause },
    );
  }
}

export async function writeAccess(root: string, access: Access): Promise<void> {
  const path = join(root, 'postgres.json');
  await writeFile(`${path}.new`, `${JSON.stringify(access)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}

/** The port of the last run while it is free, else a new one, remembered. */
export async function choosePort(root: string): Promise<Access> {
  const access = await readAccess(root);
  const port = (await portIfFree(access.port)) ?? (await freePort());
  const chosen = { ...access, port };
  if (port !== access.port) await writeAccess(root, chosen);
  return chosen;
}

export function urlOf(access: Access, database = DATABASE): string {
  return `postgresql://${SUPERUSER}:${access.password}@127.0.0.1:${access.port}/${database}`;
}

export async function createDatabase(access: Access): Promise<void> {
  await withClient(urlOf(access, 'postgres'), async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

/** Whether what listens on that port serves this data folder and takes our password. */
export async function isOurs(access: Access, folder: string): Promise<boolean> {
  try {
    return await withClient(urlOf(access, 'postgres'), async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === folder;
    });
  } catch {
    return false;
  }
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
