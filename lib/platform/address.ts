import { isIP, isIPv4 } from 'node:net';
import { plainAddress, type RangeFilter, rangeFilter } from './network.ts';

/** What the operator opens besides the public internet: a named host on one port, or a range of addresses. */
type AllowEntry = { host: string; port: number } | { range: RangeFilter };
export type AllowList = readonly AllowEntry[];

/** Of IPv6 only 2000::/3 is routed. */
const isRouted = rangeFilter(['0.0.0.0/0', '2000::/3']);
/**
 * IANA's special-purpose registries, Azure's platform address, which is public in form only, and what leads to another
 * address (Teredo, 6to4) or nowhere.
 */
const isSpecial = rangeFilter([
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
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]);
/** Where clouds hand out credentials: opened by an explicit range alone, never by a host name. */
const isMetadata = rangeFilter([
  '169.254.0.0/16',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::/32',
]);
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
]);
/** RFC 6761, and what systems call their loopback besides. */
const LOCAL_NAME = /(^|\.)(localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/;

/** Whether the address is one of the public internet. Anything that is not an address is not. */
export function isGlobalAddress(address: string): boolean {
  return isRouted(address) && !isSpecial(address);
}

export function isMetadataName(hostname: string): boolean {
  return METADATA_NAMES.has(plainName(hostname));
}

/** Whether the name means this machine, whatever a resolver says. */
export function isLocalName(hostname: string): boolean {
  return LOCAL_NAME.test(plainName(hostname));
}

const plainName = (hostname: string): string => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');

/** Whether the operator named this host and port. */
export function isAllowedHost(hostname: string, port: number, allow: AllowList): boolean {
  const name = plainName(hostname);
  return allow.some((entry) => 'host' in entry && entry.host === name && entry.port === port);
}

/** Whether the operator opened a range that holds this address. */
export function isAllowedAddress(address: string, allow: AllowList): boolean {
  return allow.some((entry) => 'range' in entry && entry.range(address));
}

/** Whether a connection may go to this address; `hostAllowed` says that the operator named the host. */
export function isReachableAddress(address: string, allow: AllowList, hostAllowed: boolean): boolean {
  if (isAllowedAddress(address, allow) || isGlobalAddress(address)) return true;
  return hostAllowed && isIP(plainAddress(address)) !== 0 && !isMetadata(address);
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
    return { range: rangeFilter([entry]) };
  }
  const named = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/.exec(entry);
  if (named && URL.canParse(`http://${entry}/`)) {
    return { host: plainName(new URL(`http://${entry}/`).hostname), port: Number(named[2]) };
  }
  throw new Error(`"${entry}" is neither host:port nor an address range such as 10.0.0.0/8.`);
}
