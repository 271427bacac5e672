import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import {
  type AllowList,
  isAllowedAddress,
  isAllowedHost,
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

export type Target = { hostname: string; port: number; secure: boolean };

/** The parts that decide whether a call may leave. @throws when the form of the address already forbids it. */
export function parseTarget(text: string): Target {
  if (!URL.canParse(text)) throw blocked('This is not a URL.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw blocked('Only https addresses can be called.');
  if (url.username !== '' || url.password !== '')
    throw blocked('Credentials belong in a header, not in the URL.');
  const secure = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { hostname, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port), secure };
}

/** What nobody opened is called by https on its own port. @throws otherwise. */
function requireStandard({ hostname, port, secure }: Target): void {
  const hint = `unless OUTBOUND_ALLOW names ${hostname}:${port}`;
  if (!secure) throw blocked(`Only https addresses can be called, ${hint}.`);
  if (port !== 443) throw blocked(`Port ${port} is not open to outbound calls, ${hint}.`);
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
  if (family === 0 && !named && !allow.some((entry) => 'range' in entry)) requireStandard(target);
  const addresses = family === 0 ? await resolve(hostname) : [{ address: hostname, family }];
  if (addresses.length === 0) throw failure('ENOTFOUND', `${hostname} has no address`);
  for (const { address } of addresses) {
    if (isReachableAddress(address, allow, named)) continue;
    const what = family === 0 ? `${hostname} resolves to ${address}, which` : address;
    throw blocked(`${what} is not a public address.`);
  }
  if (!named && !addresses.every(({ address }) => isAllowedAddress(address, allow))) requireStandard(target);
  return addresses;
}

/** A connector that dials checked addresses only, keeps the name for TLS, and looks at what it reached. */
export function guardedConnector(allow: AllowList, resolve: Resolve): buildConnector.connector {
  return (options, callback) => {
    const secure = options.protocol === 'https:';
    const target = { hostname: options.hostname, port: Number(options.port) || (secure ? 443 : 80), secure };
    checkedAddresses(target, allow, resolve)
      .then((addresses) => {
        // Node asks no lookup for literal addresses; those were checked above and are dialled as they stand.
        const pinned: LookupFunction = (_name, wanted, done) => {
          const first = addresses[0] as LookupAddress;
          if (wanted.all) done(null, addresses);
          else done(null, first.address, first.family);
        };
        const connect = buildConnector({
          timeout: CONNECT_TIMEOUT_MS,
          lookup: pinned,
        } as buildConnector.BuildOptions);
        connect(options, (error, socket) => {
          if (error) return callback(error, null);
          const named = isAllowedHost(options.hostname, target.port, allow);
          if (isReachableAddress(socket.remoteAddress ?? '', allow, named)) return callback(null, socket);
          socket.destroy();
          callback(
            blocked(`The connection reached ${socket.remoteAddress}, which is not a public address.`),
            null,
          );
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
  try {
    await checkedAddresses(parseTarget(url), allow, resolve);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === BLOCKED) throw new AppError('invalid', message);
  }
}
