import { env } from '#lib/platform/env.ts';

const isHttps = (): boolean => env().PUBLIC_URL?.startsWith('https:') ?? false;

/**
 * `__Host-` binds the cookie to this host, path and TLS; browsers refuse that name over plain HTTP, so a
 * console served without TLS (a first try on one's own machine) uses a bare name.
 */
export function sessionCookieName(): string {
  return isHttps() ? '__Host-eye-session' : 'eye-session';
}

export function sessionCookieIsSecure(): boolean {
  return isHttps();
}

/** The session cookie's value in a Cookie header, or null. */
export function sessionCookieOf(header: string | null): string | null {
  const prefix = `${sessionCookieName()}=`;
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return pair ? decodeURIComponent(pair.slice(prefix.length)) : null;
}
