import { env } from './env.ts';

/** Where people find this installation, without a slash at its end: as configured, never as a request says. */
export function publicUrl(): string {
  const { PORT, PUBLIC_URL } = env();
  return (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, '');
}
