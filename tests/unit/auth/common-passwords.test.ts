import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isBreachedPassword, isCommonPassword } from '#lib/auth/common-passwords.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

const digest = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();
const STOLEN = Array.from({ length: 500 }, (_, i) => `stolen password ${i}`);
let folder: string;

const useFile = (path: string | undefined) => {
  if (path === undefined) delete process.env.BREACHED_PASSWORDS_FILE;
  else process.env.BREACHED_PASSWORDS_FILE = path;
  forgetSingleton('env');
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eye-breached-'));
});
afterAll(async () => {
  useFile(undefined);
  await rm(folder, { recursive: true });
});

it('knows what is guessed first, in whatever case', async () => {
  expect(await isCommonPassword('password1')).toBe(true);
  expect(await isCommonPassword('PassWord1')).toBe(true);
  expect(await isCommonPassword('seven quiet herons')).toBe(false);
});

it.each([
  ['with counts', '\r\n', ':17'],
  ['with counts of many lengths', '\n', 'varied'],
  ['bare', '\n', ''],
])('finds every stolen password in a sorted file, and no other: %s', async (name, end, count) => {
  const lines = STOLEN.map(digest)
    .toSorted()
    .map((line, i) => `${line}${count === 'varied' ? `:${10 ** (i % 8)}` : count}`);
  const path = join(folder, name.replaceAll(' ', '-'));
  await writeFile(path, lines.join(end) + end);
  useFile(path);
  for (const password of STOLEN)
    expect([password, await isBreachedPassword(password)]).toEqual([password, true]);
  for (let i = 0; i < 500; i += 1) expect(await isBreachedPassword(`a new password ${i}`)).toBe(false);
});

it('reads a file of one line, without its end too, and an empty one', async () => {
  const path = join(folder, 'one');
  await writeFile(path, digest('only one'));
  useFile(path);
  expect(await isBreachedPassword('only one')).toBe(true);
  expect(await isBreachedPassword('another')).toBe(false);
  await writeFile(path, '');
  expect(await isBreachedPassword('only one')).toBe(false);
});

it('refuses to guess when the file is not there', async () => {
  useFile(join(folder, 'none'));
  await expect(isBreachedPassword('anything')).rejects.toThrow('ENOENT');
});
