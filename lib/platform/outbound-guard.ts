import { type LookupAddress, lookup } from 'node:dns';
import { isIP, isIPv6, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import {
  type AllowList,
  isAllowedAddress,
  isAllowedHost,
  isLocalName,
  isMetadataName,
  isReachableAddress,
} from './address.ts';
import { AppError } from './errors.ts';

/** Every address of a name, IPv4 and IPv6. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export const CONNECT_TIMEOUT_MS = 4_000;
/** The code of an error by which a call was refused here. */
export const BLOCKED = 'OUTBOUND_BLOCKED';

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });
const blocked = (message: string): Error => failure(BLOCKED, message);

const inFlight = new Map<string, Promise<LookupAddress[]>>();
/** The system's resolver; callers that ask for the same name at once share one query. */
export const systemResolve: Resolve = (hostname) => {
  const running = inFlight.get(hostname);
  if (running) return running;
  const query = new Promise<LookupAddress[]>((done, fail) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  }).finally(() => inFlight.delete(hostname));
  inFlight.set(hostname, query);
  return query;
};

/** `secure`: nothing is told before TLS. `web`: called by HTTP, whose port is known. */
export type Target = { hostname: string; port: number; secure: boolean; web: boolean };

/** The parts that decide whether a call may leave. @throws when the form of the address already forbids it. */
export function parseTarget(text: string): Target {
  if (!URL.canParse(text)) throw blocked('This is not a URL.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw blocked('Only https addresses can be called.');
  if (url.username !== '' || url.password !== '')
    throw blocked('Credentials belong in a header, not in the URL.');
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, secure, web: true };
}

/**
 * The same of a host and a port. The host is read as a URL's would be, so that 0x7f.1 is known for what a resolver
 * makes of it.
 * @throws when the form of the host already forbids it.
 */
export function parseHost(host: string, port: number, secure: boolean): Target {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const url = `http://${isIPv6(bare) ? `[${bare}]` : bare}/`;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw blocked('This is not a port.');
  if (/[\s/\\?#@%]/.test(bare) || (bare.includes(':') && !isIPv6(bare)) || !URL.canParse(url))
    throw blocked('This is not the name or the address of a host.');
  return { hostname: new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'), port, secure, web: false };
}

/** What nobody opened is called by TLS; by https on its own port. @throws otherwise. */
function requireStandard({ hostname, port, secure, web }: Target): void {
  const hint = `unless OUTBOUND_ALLOW names ${hostname}:${port}`;
  if (!secure && web) throw blocked(`Only https addresses can be called, ${hint}.`);
  if (!secure) throw blocked(`Only connections with TLS can be made, ${hint}.`);
  if (web && port !== 443) throw blocked(`Port ${port} is not open to outbound calls, ${hint}.`);
}

/** What has to be named, or lie in a range that is open, whatever its addresses are. @throws when it is neither. */
function requireOrdinary(target: Target): void {
  if (isLocalName(target.hostname))
    throw blocked(`${target.hostname} is this machine, which is not a public address.`);
  requireStandard(target);
}

/** Resolves the target and checks every address it may mean. @throws when one of them is out of bounds. */
async function checkedAddresses(
  target: Target,
  allow: AllowList,
  resolve: Resolve,
): Promise<LookupAddress[]> {
  const { hostname, port } = target;
  if (isMetadataName(hostname)) throw blocked(`${hostname} is a cloud's metadata service.`);
  const named = isAllowedHost(hostname, port, allow);
  const family = isIP(hostname);
  if (family === 0 && !named && !allow.some((entry) => 'range' in entry)) requireOrdinary(target);
  const addresses = family === 0 ? await resolve(hostname) : [{ address: hostname, family }];
  if (addresses.length === 0) throw failure('ENOTFOUND', `${hostname} has no address`);
  for (const { address } of addresses) {
    if (isReachableAddress(address, allow, named)) continue;
    const what = family === 0 ? `${hostname} resolves to ${address}, which` : address;
    throw blocked(`${what} is not a public address.`);
  }
  if (!named && !addresses.every(({ address }) => isAllowedAddress(address, allow))) requireOrdinary(target);
  return addresses;
}

type Pinned = { family?: unknown; all?: boolean | undefined };
type LookupCallback = Parameters<LookupFunction>[2];

/** Node asks no lookup for literal addresses; those are checked and dialled as they stand. */
function answerLookup(addresses: LookupAddress[], { all }: Pinned, done: LookupCallback): void {
  const first = addresses[0] as LookupAddress;
  if (all) done(null, addresses);
  else done(null, first.address, first.family);
}

/** Answers with the target's addresses, whichever name it is asked for, when each of them is checked. */
export function guardedLookup(target: Target, allow: AllowList, resolve: Resolve): LookupFunction {
  return (_name, wanted, done) => {
    checkedAddresses(target, allow, resolve)
      .then((addresses) => answerLookup(addresses, wanted, done))
      .catch((error: NodeJS.ErrnoException) => done(error, '', 0));
  };
}

/** What speaks against the address that a socket reached, if anything. */
export function faultOfReached(socket: Socket, target: Target, allow: AllowList): Error | null {
  const named = isAllowedHost(target.hostname, target.port, allow);
  if (isReachableAddress(socket.remoteAddress ?? '', allow, named)) return null;
  return blocked(`The connection reached ${socket.remoteAddress}, which is not a public address.`);
}

/** A connector for HTTP that dials checked addresses only, keeps the name for TLS, and looks at what it reached. */
export function guardedConnector(allow: AllowList, resolve: Resolve): buildConnector.connector {
  return (options, callback) => {
    const secure = options.protocol === 'https:';
    const port = Number(options.port) || (secure ? 443 : 80);
    const target = { hostname: options.hostname, port, secure, web: true };
    checkedAddresses(target, allow, resolve)
      .then((addresses) => {
        const lookup: LookupFunction = (_name, wanted, done) => answerLookup(addresses, wanted, done);
        const connect = buildConnector({
          timeout: CONNECT_TIMEOUT_MS,
          lookup,
        } as buildConnector.BuildOptions);
        connect(options, (error, socket) => {
          const fault = error ?? faultOfReached(socket, target, allow);
          if (fault === null) return callback(null, socket as Socket);
          socket?.destroy();
          callback(fault, null);
        });
      })
      .catch((error: Error) => callback(error, null));
  };
}

/**
 * The check of every connection, made when an address is saved. A name that does not resolve at the moment passes:
 * it leads nowhere, and each connection is checked again.
 * @throws AppError `invalid` with a sentence that says why.
 */
export async function assertOutboundUrl(
  url: string,
  allow: AllowList,
  resolve: Resolve = systemResolve,
): Promise<void> {
  await assertTarget(() => parseTarget(url), allow, resolve);
}

/** The same of a host that is called by another protocol than HTTP. */
export async function assertOutboundHost(
  { host, port, secure }: { host: string; port: number; secure: boolean },
  allow: AllowList,
  resolve: Resolve = systemResolve,
): Promise<void> {
  await assertTarget(() => parseHost(host, port, secure), allow, resolve);
}

async function assertTarget(parse: () => Target, allow: AllowList, resolve: Resolve): Promise<void> {
  try {
    await checkedAddresses(parse(), allow, resolve);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === BLOCKED) throw new AppError('invalid', message);
  }
}
