import { isIPv4, isIPv6 } from 'node:net';

/**
 * What counts as one caller: an IPv4 address whole, an IPv6 address by its /64 (whoever has one has them all).
 * Null for anything else.
 */
export function networkOf(address: string | null | undefined): string | null {
  const bare = (address ?? '').replace(/%.*$/, '');
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return null;
  const plain = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::') as [string, string | undefined];
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  if (tail !== undefined) while (groups.length + after.length < 8) groups.push('0');
  const all = [...groups, ...after];
  const mapped = all.slice(0, 5).every((group) => group === '0') && all[5] === 'ffff';
  if (!mapped) return `${all.slice(0, 4).join(':')}::/64`;
  const low = all.slice(6).map((group) => Number.parseInt(group, 16));
  return low.flatMap((group) => [group >> 8, group & 255]).join('.');
}
