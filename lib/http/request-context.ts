import { env } from '#lib/platform/env.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { plainAddress } from '#lib/platform/network.ts';

/** Set by the server in front of the framework, never believed from outside. */
export const REMOTE_ADDRESS_HEADER = 'x-eye-remote-address';

const REQUEST_ID = /^[\w.:-]{8,64}$/;

/** The caller's own request id when it is well formed, else a new one. */
export function requestIdOf(given: string | null | undefined): string {
  return given && REQUEST_ID.test(given) ? given : uuidv7();
}

/**
 * The caller's address: the socket's, or, behind N trusted proxies, the N-th entry of X-Forwarded-For from the
 * right. Undefined when a declared proxy sent no such entry: rules about addresses then refuse.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null | undefined,
): string | undefined {
  const proxies = env().TRUSTED_PROXIES;
  if (proxies === 0) return socketAddress ? plainAddress(socketAddress) : undefined;
  const entries = (forwardedFor ?? '').split(',').map((entry) => plainAddress(entry.trim()));
  return entries.at(-proxies) || undefined;
}

/** The caller's address of a request that reached a route handler. */
export function addressFrom(headers: { get(name: string): string | null }): string | undefined {
  return clientAddress(headers.get(REMOTE_ADDRESS_HEADER) ?? undefined, headers.get('x-forwarded-for'));
}
