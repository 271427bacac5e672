import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { env } from '#lib/platform/env.ts';
import { processSingleton } from '#lib/platform/singleton.ts';

/** The list is loaded when the first password is set: no other process needs its memory. */
const common = (): Promise<ReadonlySet<string>> =>
  processSingleton('common-passwords', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    return new Set(dictionary['passwords-common'].filter((word) => word.length >= 8));
  });

/** Whether it stands among those that are guessed first, in whatever case (OWASP ASVS 5.0, 6.2.4). */
export async function isCommonPassword(password: string): Promise<boolean> {
  return (await common()).has(password.toLowerCase());
}

const LINE_BYTES = 128;

/**
 * Whether it is among the breached ones (6.2.12): looked up in the file that `BREACHED_PASSWORDS_FILE` names, SHA-1
 * digests in hexadecimal sorted line by line, a count behind a colon allowed, as Have I Been Pwned publishes them.
 * Nothing leaves the machine; each look reads some thirty lines. @throws Error where the file cannot be read.
 */
export async function isBreachedPassword(password: string): Promise<boolean> {
  const path = env().BREACHED_PASSWORDS_FILE;
  if (path === undefined) return false;
  const wanted = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
  const file = await open(path, 'r');
  try {
    let [low, high] = [0, (await file.stat()).size];
    const bytes = Buffer.alloc(LINE_BYTES);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      // From the line that begins at or before the middle, never before `low`, where a line begins.
      const from = Math.max(low, middle - LINE_BYTES / 2);
      const { bytesRead } = await file.read(bytes, 0, LINE_BYTES, from);
      const text = bytes.toString('latin1', 0, bytesRead);
      const begin = from === low ? 0 : text.lastIndexOf('\n', middle - from - 1) + 1;
      const digest = text.slice(begin, begin + 40).toUpperCase();
      if (digest === wanted) return true;
      const end = text.indexOf('\n', begin);
      if (digest < wanted) low = from + (end === -1 ? bytesRead : end + 1);
      else high = from + begin;
    }
    return false;
  } finally {
    await file.close();
  }
}
