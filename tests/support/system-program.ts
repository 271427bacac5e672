import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where services of the system lie besides the search path. */
const FOLDERS = ['/usr/sbin', '/usr/lib/rabbitmq/bin', '/usr/lib/erlang/bin'];
const START_MS = 60_000;
const STOP_MS = 10_000;

/** @throws Error that names the package which is missing. */
export function findProgram(name: string, packageName: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `These tests need ${name}: install the package "${packageName}" (Debian: apt-get install ${packageName}).`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export type SystemProgram = AsyncDisposable & { child: ChildProcess; found: RegExpExecArray };

/** Runs a program until it says what it has to, and stops it with all that it started. */
export async function startSystemProgram(
  file: string,
  args: readonly string[],
  { says, stopBy = 'SIGTERM', ...options }: SpawnOptions & { says: RegExp; stopBy?: NodeJS.Signals },
): Promise<SystemProgram> {
  const child = spawn(file, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const closed = once(child, 'close').catch(() => undefined);
  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => signal(child, 'SIGKILL'), STOP_MS);
    signal(child, stopBy);
    await closed;
    clearTimeout(timer);
  };
  const heard: string[] = [];
  const found = await new Promise<RegExpExecArray>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${file} did not start: ${heard.join('\n')}`)), START_MS);
    const listen = (line: string): void => {
      heard.push(line);
      const match = says.exec(line);
      if (match) {
        clearTimeout(timer);
        done(match);
      }
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', listen);
    child.once('error', fail);
    child.once('close', () => {
      clearTimeout(timer);
      fail(new Error(`${file} ended: ${heard.join('\n')}`));
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { child, found, [Symbol.asyncDispose]: stop };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended already.
  }
}
