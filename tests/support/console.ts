import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';

/** What the start of the product printed for a person to read; the web server of the test run passes it on. */
export function printed(name: 'EYE_EMAIL' | 'EYE_PASSWORD' | 'EYE_CURL'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the product printed nothing like it`);
  return value;
}

export type Account = { email: string; password: string };

/** Signs in the way a newcomer does, with the address and the password that were printed, or as somebody else. */
export async function signIn(page: Page, account?: Account): Promise<void> {
  const { email, password } = account ?? { email: printed('EYE_EMAIL'), password: printed('EYE_PASSWORD') };
  // Whoever is on the sign-in page already came there from the page they wanted.
  if (!page.url().includes('/sign-in')) await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in to The Eye' })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

type Pasted = { status: string | number; id: string; detail?: string };

/** Pastes the printed command into a shell, again where the answer is to come back later, as a busy machine gives it. */
export async function pasteCurl(): Promise<Pasted> {
  for (let tries = 1; ; tries++) {
    const answer = await pasteOnce();
    if (answer.status !== 503 || tries === 5) return answer;
  }
}

/** Without curl on this machine, sends exactly what it would send. */
async function pasteOnce(): Promise<Pasted> {
  const command = printed('EYE_CURL');
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    return JSON.parse(stdout) as Pasted;
  } catch (error) {
    if ((error as { code?: unknown }).code !== COMMAND_NOT_FOUND) throw error;
  }
  const [, url = ''] = /curl -sS (\S+)/.exec(command) ?? [];
  const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/g)].map((match): [string, string] => [
    match[1] ?? '',
    match[2] ?? '',
  ]);
  const [, body = ''] = /-d '([^']+)'/.exec(command) ?? [];
  const response = await fetch(url, { method: 'POST', headers, body });
  return (await response.json()) as Pasted;
}

const COMMAND_NOT_FOUND = 127;
