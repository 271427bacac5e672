const BASE = 'http://own.invalid';

/**
 * Reduces an address from outside to path, query and fragment on this very host, and to `/` where there are none:
 * it can name no other host, whatever slashes and schemes it is written with.
 */
export function ownPath(address: string | null | undefined): string {
  if (!address || !URL.canParse(address, BASE)) return '/';
  const { protocol, pathname, search, hash } = new URL(address, BASE);
  if (protocol !== 'http:' && protocol !== 'https:') return '/';
  // Two slashes in front would be read as a host by the next reader.
  return `${pathname}${search}${hash}`.replace(/^[/\\]+/, '/');
}
