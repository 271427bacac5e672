import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';

/** Why the file of a job is not looked into. */
export type FileRefusal =
  | 'files_not_allowed'
  | 'file_missing'
  | 'file_outside'
  | 'file_too_large'
  | 'file_empty';

/**
 * A file that a job names, from the one folder that the installation opens to such jobs: whoever may write into the queue
 * may not thereby read what else this machine holds.
 */
export async function readJobFile(
  path: string,
  { folder, maxBytes }: { folder: string | undefined; maxBytes: number },
): Promise<{ name: string; bytes: Buffer } | { refused: FileRefusal }> {
  if (folder === undefined) return { refused: 'files_not_allowed' };
  const [root, real] = await Promise.all([
    realpath(folder).catch(() => null),
    realpath(resolve(folder, path)).catch(() => null),
  ]);
  if (root === null || real === null) return { refused: 'file_missing' };
  if (!real.startsWith(root + sep)) return { refused: 'file_outside' };
  const found = await stat(real);
  if (!found.isFile()) return { refused: 'file_missing' };
  if (found.size > maxBytes) return { refused: 'file_too_large' };
  const bytes = await readFile(real);
  return bytes.length === 0 ? { refused: 'file_empty' } : { name: basename(real), bytes };
}
