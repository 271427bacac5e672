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

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The cookies of a Cookie header by name; the first of a name counts. */
export function cookiesOf(header: string | null): Record<string, string> {
  const cookies = Object.create(null) as Record<string, string>;
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at)).trim();
    if (name !== '') cookies[name] ??= decoded(part.slice(at + 1).trim());
  }
  return cookies;
}

/** The session cookie's value in a Cookie header, or null. */
export function sessionCookieOf(header: string | null): string | null {
  return cookiesOf(header)[sessionCookieName()] ?? null;
}
