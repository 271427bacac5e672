import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** What the operator opens besides the public internet: a named host on one port, or a range of addresses. */
type AllowEntry = { host: string; port: number } | { range: BlockList };
export type AllowList = readonly AllowEntry[];

const rangesOf = (family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
};

/** IANA's special-purpose registry for IPv4, and Azure's platform address, which is public in form only. */
const SPECIAL_IPV4 = rangesOf('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Only 2000::/3 is routed; inside it, what leads to another address (Teredo, 6to4) or nowhere is refused too. */
const GLOBAL_IPV6 = rangesOf('ipv6', ['2000::/3']);
const SPECIAL_IPV6 = rangesOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
/** Where clouds hand out credentials: opened by an explicit range alone, never by a host name. */
const METADATA = {
  ipv4: rangesOf('ipv4', ['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32']),
  ipv6: rangesOf('ipv6', ['fe80::/10', 'fd00:ec2::/32', 'fd20:ce::/32']),
};
const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data']);

/** The IPv4 address inside ::ffff:0:0/96, or the address itself, without a zone. */
function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const hex = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(hex);
  if (!mapped) return hex;
  const [high, low] = [Number.parseInt(mapped[1] as string, 16), Number.parseInt(mapped[2] as string, 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/**
 * Whether an address lies in one of these ranges (`10.0.0.0/8`, `2001:db8::/32`, or a single address). An address
 * that is unknown or none lies in no range.
 */
export function rangeFilter(ranges: readonly string[]): (address: string | undefined) => boolean {
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

/** Whether the address is one of the public internet. Anything that is not an address is not. */
export function isGlobalAddress(address: string): boolean {
  const plain = plainAddress(address);
  if (isIPv4(plain)) return !SPECIAL_IPV4.check(plain, 'ipv4');
  return isIPv6(plain) && GLOBAL_IPV6.check(plain, 'ipv6') && !SPECIAL_IPV6.check(plain, 'ipv6');
}

function isMetadataAddress(address: string): boolean {
  const plain = plainAddress(address);
  return isIPv4(plain) ? METADATA.ipv4.check(plain, 'ipv4') : METADATA.ipv6.check(plain, 'ipv6');
}

export function isMetadataName(hostname: string): boolean {
  return METADATA_NAMES.has(plainName(hostname));
}

const plainName = (hostname: string): string => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');

/** Whether the operator named this host and port. */
export function isAllowedHost(hostname: string, port: number, allow: AllowList): boolean {
  const name = plainName(hostname);
  return allow.some((entry) => 'host' in entry && entry.host === name && entry.port === port);
}

/** Whether the operator opened a range that holds this address. */
export function isAllowedAddress(address: string, allow: AllowList): boolean {
  const plain = plainAddress(address);
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  return isIP(plain) !== 0 && allow.some((entry) => 'range' in entry && entry.range.check(plain, family));
}

/** Whether a connection may go to this address; `hostAllowed` says that the operator named the host. */
export function isReachableAddress(address: string, allow: AllowList, hostAllowed: boolean): boolean {
  if (isAllowedAddress(address, allow) || isGlobalAddress(address)) return true;
  return hostAllowed && isIP(plainAddress(address)) !== 0 && !isMetadataAddress(address);
}

/**
 * Reads `host:port` and `network/prefix` entries, separated by commas.
 * @throws Error that names the entry it cannot read.
 */
export function parseAllowList(text: string): AllowList {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(parseEntry);
}

function parseEntry(entry: string): AllowEntry {
  const range = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(entry);
  const network = range?.[1] ?? '';
  const prefix = Number(range?.[2]);
  if (isIP(network) && prefix <= (isIPv4(network) ? 32 : 128)) {
    return { range: rangesOf(isIPv4(network) ? 'ipv4' : 'ipv6', [entry]) };
  }
  const named = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/.exec(entry);
  if (named && URL.canParse(`http://${entry}/`)) {
    return { host: plainName(new URL(`http://${entry}/`).hostname), port: Number(named[2]) };
  }
  throw new Error(`"${entry}" is neither host:port nor an address range such as 10.0.0.0/8.`);
}
