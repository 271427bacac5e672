import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#lib/platform/errors.ts';
import { withProcessLock } from '#lib/platform/process-lock.ts';
import { explain } from './environment.ts';
import { step } from './progress.ts';

const STAMP = join('.next', 'content-hash');
const SOURCES = ['app', 'components', 'lib', 'jobs', 'public'];
const FILES = [
  'next.config.mjs',
  'postcss.config.mjs',
  'tailwind.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Builds the web application unless the last build was made from exactly these sources. */
export async function ensureBuild(logPath: string, signal?: AbortSignal): Promise<void> {
  if (await isFresh()) return;
  await withProcessLock(join(process.cwd(), 'node_modules', '.build.lock'), async () => {
    if (!(await isFresh())) await step('Building the web application', () => build(logPath, signal));
  });
}

async function isFresh(): Promise<boolean> {
  return existsSync(STAMP) && (await readFile(STAMP, 'utf8')) === (await contentHash());
}

async function build(logPath: string, signal?: AbortSignal): Promise<void> {
  const hash = await contentHash();
  await rm(STAMP, { force: true });
  const log = await open(logPath, 'w', 0o600);
  const child = spawn(process.execPath, [join('node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', log.fd, log.fd],
    ...(signal ? { signal } : {}),
  });
  const [code] = await once(child, 'close').finally(() => log.close());
  if (code !== 0) {
    const said = (await readFile(logPath, 'utf8')).trimEnd().split('\n').slice(-30).join('\n');
    throw new AppError('unavailable', `The web application could not be built (${logPath}):\n${said}`);
  }
  await writeFile(STAMP, hash);
}

async function contentHash(): Promise<string> {
  const hash = createHash('sha256');
  const files = [...FILES];
  for (const folder of SOURCES) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    files.push(
      ...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
    );
  }
  for (const file of files.sort()) {
    const content = await readFile(file).catch(() => null);
    if (content) hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

if (import.meta.main) {
  try {
    await ensureBuild(join('node_modules', '.build.log'));
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
