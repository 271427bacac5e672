import { isIP } from 'node:net';
import type { Env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';

type Asked = { host: string; path: string };
type Check = (asked: Asked) => AppError | null;

/** A name or address and perhaps a port; an address of IPv6 in brackets (RFC 9110 section 7.2). */
const AUTHORITY = /^(\[[\da-f:.]+\]|[\w.~%!$&'()*+,;=-]+)(?::(\d*))?$/i;
const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** As hosts are compared: the port that goes without saying is not said. */
const plainHost = (host: string): string => host.toLowerCase().replace(/:(80|443)?$/, '');

const inBrackets = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/**
 * Finds what is wrong with the host that a request names. A site whose name was pointed at this machine would otherwise
 * speak to it as if it were the console, and addresses would be made of a name that somebody else chose.
 */
export function hostCheck({ PUBLIC_URL, ALLOWED_HOSTS, HOST }: Pick<Env, HostSetting>): Check {
  const named = new Set(ALLOWED_HOSTS.map(plainHost));
  if (PUBLIC_URL) named.add(plainHost(new URL(PUBLIC_URL).host));
  const isOpen = EVERY_ADDRESS.includes(HOST);
  const local = new Set(['localhost', '127.0.0.1', '[::1]', inBrackets(HOST.toLowerCase())]);
  // The port is not looked at: containers publish it under another. An address stands for itself; a name can be pointed here.
  const isLocal = (name: string): boolean =>
    local.has(name) || (isOpen && isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0);

  return ({ host, path }) => {
    if (named.has(plainHost(host))) return null;
    const [, name] = AUTHORITY.exec(host) ?? [];
    if (name === undefined) return new AppError('bad_request', 'The request has to name one host.');
    if (isLocal(name.toLowerCase())) return null;
    // Whoever watches over the process may know its address alone.
    if (path.startsWith('/api/health/')) return null;
    const words = 'This server has another name: PUBLIC_URL and ALLOWED_HOSTS say which it answers to.';
    return new AppError('misdirected', words);
  };
}

type HostSetting = 'PUBLIC_URL' | 'ALLOWED_HOSTS' | 'HOST';
