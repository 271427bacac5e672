import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { AppError } from '#lib/platform/errors.ts';
import { step } from './progress.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const DOWNLOAD_MS = 180_000;
const INSTALL_MS = 600_000;

/** A Chromium that starts: the system's, else one downloaded, else (as root on Debian) one installed. */
export async function findChromium(): Promise<string> {
  const found = present();
  if (found) return found;
  const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
  await step('Downloading Chromium', () =>
    attempt(process.execPath, [playwright, 'install', 'chromium'], DOWNLOAD_MS),
  );
  const downloaded = present();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    await step('Installing Chromium (apt-get)', async () => {
      await attempt('apt-get', ['update', '-q'], INSTALL_MS);
      await attempt('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], INSTALL_MS);
    });
  }
  const installed = present();
  if (installed) return installed;
  throw new AppError(
    'unavailable',
    'The browser tests need Chromium: install the package "chromium" (Debian: apt-get install chromium).',
  );
}

/** Runs a program that may fail: whether it helped shows afterwards. */
async function attempt(command: string, args: readonly string[], timeoutMs: number): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn(command, args, { env, stdio: 'ignore', timeout: timeoutMs });
  await once(child, 'close').catch(() => undefined);
}

/** By running it: one that lacks its libraries, or only points to a store, is as good as none. */
function present(): string | null {
  const candidates = [...NAMES.map(onPath), chromium.executablePath()];
  return (
    candidates.find((path) => path && existsSync(path) && spawnSync(path, ['--version']).status === 0) ?? null
  );
}

function onPath(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
