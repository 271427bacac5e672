import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** How each snippet is run, by its label; the curl one needs curl and openssl as well. */
export const INTERPRETERS: Readonly<Record<string, { command: string; file: string }>> = {
  curl: { command: 'sh', file: 'send-event.sh' },
  Node: { command: process.execPath, file: 'send-event.mjs' },
  Python: { command: 'python3', file: 'send_event.py' },
};

/** What the snippet prints. @throws when it fails, and when this machine lacks what it needs: no snippet goes unproven. */
export async function runSnippet(label: string, code: string): Promise<string> {
  const interpreter = INTERPRETERS[label];
  if (!interpreter) throw new Error(`No way to run a snippet in ${label}.`);
  const folder = await mkdtemp(join(tmpdir(), 'snippet-'));
  const path = join(folder, interpreter.file);
  try {
    await writeFile(path, code);
    // The server is on this machine, whatever proxy stands before the others.
    const env = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    return (await promisify(execFile)(interpreter.command, [path], { timeout: 20_000, env })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error(`${interpreter.command} is needed to prove the ${label} snippet and is not installed.`);
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function snippetIn(label: string, snippets: readonly { label: string; code: string }[]): string {
  const found = snippets.find((snippet) => snippet.label === label);
  if (!found) throw new Error(`There is no snippet in ${label}.`);
  return found.code;
}
