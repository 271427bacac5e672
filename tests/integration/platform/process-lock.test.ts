import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeProcessLock, withProcessLock } from '#lib/platform/process-lock.ts';

const MODULE = new URL('../../../lib/platform/process-lock.ts', import.meta.url).href;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eye-lock-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Another process that takes the lock and holds it until it is killed. */
async function holder(path: string) {
  const code = `const { takeProcessLock } = await import(${JSON.stringify(MODULE)});
    if (!(await takeProcessLock(${JSON.stringify(path)}))) process.exit(1);
    process.send('held'); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

test('a held lock is not given twice, a released one is', async () => {
  const path = join(folder, 'one.lock');
  const release = await takeProcessLock(path);
  expect(await takeProcessLock(path)).toBeNull();
  await release?.();
  expect(await takeProcessLock(path)).toBeTypeOf('function');
});

test('the lock of a killed process is free', async () => {
  const path = join(folder, 'two.lock');
  const child = await holder(path);
  expect(await takeProcessLock(path)).toBeNull();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await takeProcessLock(path)).toBeTypeOf('function');
});

test('a path too long for a socket still locks', async () => {
  const path = join(folder, 'long'.repeat(40), 'three.lock');
  const release = await takeProcessLock(path);
  expect(release).toBeTypeOf('function');
  expect(await takeProcessLock(path)).toBeNull();
  await release?.();
});

test('work under one lock never overlaps', async () => {
  const path = join(folder, 'four.lock');
  const order: string[] = [];
  const work = (name: string) =>
    withProcessLock(path, async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    });
  await Promise.all([work('a'), work('b'), work('c')]);
  for (let index = 0; index < order.length; index += 2) {
    expect(order[index]?.replace('begins', 'ends')).toBe(order[index + 1]);
  }
  expect(order).toHaveLength(6);
});
