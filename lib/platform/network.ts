import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { createLru } from './lru.ts';

/** Callers come back, and spelling an address out costs microseconds. */
const spelled = createLru<string, string>(10_000);
const MAX_SPELLED_LENGTH = 64;

/** The IPv4 address inside ::ffff:0:0/96, or the address itself in its one spelling, without a zone. */
export function plainAddress(address: string): string {
  const known = spelled.get(address);
  if (known !== undefined) return known;
  const plain = spellOut(address);
  if (address.length <= MAX_SPELLED_LENGTH) spelled.set(address, plain);
  return plain;
}

function spellOut(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const hex = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(hex);
  if (!mapped) return hex;
  const [high, low] = [Number.parseInt(mapped[1] as string, 16), Number.parseInt(mapped[2] as string, 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/**
 * What counts as one caller: an IPv4 address whole, an IPv6 address by its /64 (whoever has one has them all).
 * Null for anything else.
 */
export function networkOf(address: string | null | undefined): string | null {
  const plain = plainAddress(address ?? '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return null;
  const [head = '', tail] = plain.split('::') as [string, string | undefined];
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  if (tail !== undefined) while (groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after].slice(0, 4).join(':')}::/64`;
}

export type RangeFilter = (address: string | undefined) => boolean;

/**
 * Whether an address lies in one of these ranges (`10.0.0.0/8`, `2001:db8::/32`, or a single address). An address
 * that is unknown or none lies in no range.
 */
export function rangeFilter(ranges: readonly string[]): RangeFilter {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    const family = isIPv4(network) ? 'ipv4' : 'ipv6';
    list.addSubnet(network, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return (address) => {
    const plain = plainAddress(address ?? '');
    return isIP(plain) !== 0 && list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
  };
}
