const BASE = 'http://own.invalid';

/**
 * Reduces an address from outside to a path of this console: path, query and fragment of whatever it names, and `/`
 * for what cannot be read. Never another host, whatever slashes and schemes it is written with.
 */
export function ownPath(address: string | null | undefined): string {
  if (!address || !URL.canParse(address, BASE)) return '/';
  const url = new URL(address, BASE);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return '/';
  const isOwn = url.origin === BASE || /^https?:\/\//i.test(address);
  // A path that starts with two slashes would be read as a host by the next reader.
  return isOwn ? `${url.pathname}${url.search}${url.hash}`.replace(/^[/\\]{2,}/, '/') : '/';
}
