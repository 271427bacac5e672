import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const POLL_MS = 20;

/** What a PostgreSQL server writes about itself into its data folder. */
export type Postmaster = { pid: number; port: number; ready: boolean };

const pathOf = (dataFolder: string): string => join(dataFolder, 'postmaster.pid');

/** The server that holds this data folder, or null; a file left by a dead one counts as none. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const text = await readFile(pathOf(dataFolder), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isServer(pid, dataFolder)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Waits while a server starts or stops: answers with the ready one, or null when there is none (any more). */
export async function waitUntilReady(dataFolder: string): Promise<Postmaster | null> {
  for (;;) {
    const postmaster = await readPostmaster(dataFolder);
    if (!postmaster || postmaster.ready) return postmaster;
    await delay(POLL_MS);
  }
}

/**
 * Makes a left-over file count as stale although its process number went to another program since (containers count
 * from 1 again): PostgreSQL takes its parent's number for stale, and still checks the shared memory named further down.
 */
export async function releasePostmasterFile(dataFolder: string): Promise<void> {
  if (!existsSync(pathOf(dataFolder))) return;
  const [, ...rest] = (await readFile(pathOf(dataFolder), 'utf8')).split('\n');
  await writeFile(pathOf(dataFolder), [process.pid, ...rest].join('\n'));
}

function isServer(pid: number, dataFolder: string): boolean {
  if (process.platform === 'win32') return isAlive(pid);
  return commandOf(pid).includes(dataFolder);
}

/** The command line of a running process; empty for one that is gone or only waits to be reaped. */
function commandOf(pid: number): string {
  try {
    // Slim images have /proc and no ps; macOS has ps and no /proc. A zombie's command line is empty in /proc.
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const line = execFileSync('ps', ['-o', 'stat=,command=', '-ww', '-p', String(pid)], { encoding: 'utf8' });
    return line.trimStart().startsWith('Z') ? '' : line;
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
