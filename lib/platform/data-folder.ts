import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { AppError } from './errors.ts';

/** Makes the data folder when it is missing, and refuses one this user cannot write to. */
export async function makeDataFolder(path: string): Promise<void> {
  try {
    // As root, PostgreSQL's own user has to pass through to its folder; it cannot list or read what lies beside it.
    await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = String((cause as NodeJS.ErrnoException).code);
    const advice = 'start as the user it belongs to, or set DATA_DIR';
    throw new AppError('unavailable', `The data folder ${path} cannot be written to (${code}): ${advice}.`, {
      cause,
    });
  }
}
