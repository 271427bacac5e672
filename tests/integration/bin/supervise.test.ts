import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLogFile } from '../../../bin/log-file.ts';
import { type Supervised, supervise } from '../../../bin/supervise.ts';

let folder: string;
let program: Supervised | undefined;
const told: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eye-supervise-'));
  told.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line));
});

afterEach(async () => {
  await program?.stop();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function begin(env: Record<string, string> = {}): Supervised {
  return supervise({
    name: 'sample',
    script: fileURLToPath(new URL('../../support/supervised-program.ts', import.meta.url)),
    env: { STARTS_FILE: join(folder, 'starts'), ...env },
    logFolder: folder,
    talkative: false,
  });
}

const starts = async (): Promise<number[]> =>
  (await readFile(join(folder, 'starts'), 'utf8')).trim().split('\n').map(Number);
const until = (count: number) => expect.poll(starts, { timeout: 15_000 }).toHaveLength(count);

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}

test('every line goes to the log, errors to the terminal too', async () => {
  program = begin();
  await program.ready;
  await expect.poll(() => told).toEqual(['sample: error: it broke: for a reason']);
  await program.stop();
  expect(await readFile(join(folder, 'sample.log'), 'utf8')).toContain('all is well');
});

test('a killed program is started again, and that is said', async () => {
  program = begin();
  await program.ready;
  const [first] = await starts();
  process.kill(first as number, 'SIGKILL');
  await until(2);
  expect(told).toContainEqual(
    expect.stringMatching(/^sample ended unexpectedly \(SIGKILL\).*starting it again in/),
  );
});

test('a program that never gets ready is refused and not tried again', async () => {
  program = begin({ FAIL: '1' });
  await expect(program.ready).rejects.toThrow(/sample ended unexpectedly \(code 3\)/);
  expect(told.filter((line) => line.includes('starting it again'))).toEqual([]);
});

test('a stop ends the program for good', async () => {
  program = begin();
  await program.ready;
  const [pid] = await starts();
  await program.stop();
  expect(isAlive(pid)).toBe(false);
  expect(told.filter((line) => line.includes('unexpectedly'))).toEqual([]);
});

test('a restart replaces the program', async () => {
  program = begin();
  await program.ready;
  await program.restart();
  await until(2);
  const [first, second] = await starts();
  expect(isAlive(first)).toBe(false);
  expect(isAlive(second)).toBe(true);
});

test('a stop in the middle of a restart is the last word', async () => {
  program = begin();
  await program.ready;
  await Promise.all([program.restart(), program.stop()]);
  const pids = await starts();
  expect(pids.filter(isAlive)).toEqual([]);
});

test('a log file that has grown large is put aside, and a new one begins', async () => {
  const path = join(folder, 'large.log');
  const log = openLogFile(path);
  log.writeLine('the first line');
  await expect.poll(() => existsSync(path)).toBe(true);
  const line = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 12; i += 1) log.writeLine(line);
  await log.close();
  expect((await stat(`${path}.1`)).size).toBeGreaterThan(10 * 1024 * 1024);
  expect((await stat(path)).size).toBeLessThan(3 * 1024 * 1024);
});
