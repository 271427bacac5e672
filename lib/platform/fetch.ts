import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
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

export type OutboundOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** For everything: name, connection, request, answer. */
  timeoutMs: number;
  /** What is kept of the answer; reading stops there. */
  maxResponseBytes?: number;
  allow: AllowList;
  resolve?: Resolve;
};

/** What became of a call: faults of the other side are answers, never exceptions. */
export type OutboundResult =
  | {
      kind: 'answered';
      status: number;
      headers: Readonly<Record<string, string>>;
      body: string;
      truncated: boolean;
    }
  | { kind: 'blocked' | 'unreachable' | 'timed_out'; reason: string };

const CONNECT_TIMEOUT_MS = 4_000;
const MAX_RESPONSE_BYTES = 20_000;

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });
const blocked = (message: string): Error => failure('OUTBOUND_BLOCKED', message);

const inFlight = new Map<string, Promise<LookupAddress[]>>();
/** The system's resolver; callers that ask for the same name at once share one query. */
const systemResolve: Resolve = (hostname) => {
  const running = inFlight.get(hostname);
  if (running) return running;
  const query = new Promise<LookupAddress[]>((done, fail) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  }).finally(() => inFlight.delete(hostname));
  inFlight.set(hostname, query);
  return query;
};

type Target = { hostname: string; port: number; secure: boolean };

/** The parts that decide whether a call may leave. @throws when the form of the address already forbids it. */
function parseTarget(text: string): Target {
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
function guardedConnector(allow: AllowList, resolve: Resolve): buildConnector.connector {
  return (options, callback) => {
    const secure = options.protocol === 'https:';
    const target = { hostname: options.hostname, port: Number(options.port) || (secure ? 443 : 80), secure };
    checkedAddresses(target, allow, resolve).then(
      (addresses) => {
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
      },
      (error: Error) => callback(error, null),
    );
  };
}

const agents = new WeakMap<Resolve, WeakMap<AllowList, Agent>>();
/** One keep-alive pool per allow-list and resolver: a reused connection was checked when it was made. */
function agentFor(allow: AllowList, resolve: Resolve): Agent {
  const byAllow = agents.get(resolve) ?? new WeakMap<AllowList, Agent>();
  agents.set(resolve, byAllow);
  const agent = byAllow.get(allow) ?? new Agent({ connect: guardedConnector(allow, resolve), pipelining: 1 });
  byAllow.set(allow, agent);
  return agent;
}

async function readCapped(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<{ body: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    // Leaving the loop destroys the connection: the rest is never read.
    if (sizeBytes > maxBytes) break;
  }
  const kept = Buffer.concat(chunks).subarray(0, maxBytes);
  return { body: new TextDecoder().decode(kept), truncated: sizeBytes > maxBytes };
}

const flatHeaders = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was cut.',
  EPIPE: 'The connection was cut.',
  UND_ERR_SOCKET: 'The connection was cut before the answer was complete.',
  ENOTFOUND: 'The name does not exist.',
  EAI_AGAIN: 'The name could not be resolved at the moment.',
  EHOSTUNREACH: 'There is no route to the address.',
  ENETUNREACH: 'There is no route to the address.',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too large.',
};

function describeFailure(error: unknown): OutboundResult {
  const {
    code = '',
    message = String(error),
    name,
  } = error as { code?: string; message?: string; name?: string };
  if (code === 'OUTBOUND_BLOCKED') return { kind: 'blocked', reason: message };
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return { kind: 'timed_out', reason: `No connection within ${CONNECT_TIMEOUT_MS / 1000} s.` };
  }
  // OpenSSL's own words hold places in its source.
  const [, tlsFault] = /^ERR_SSL_(\w+)$/.exec(code) ?? [];
  if (tlsFault !== undefined) {
    const words = tlsFault.toLowerCase().replaceAll('_', ' ');
    return { kind: 'unreachable', reason: `TLS could not be agreed on: ${words}.` };
  }
  if (name === 'HTTPParserError')
    return { kind: 'unreachable', reason: `The answer is not HTTP: ${message}.` };
  return { kind: 'unreachable', reason: REASONS[code] ?? `${message}${code && ` (${code})`}` };
}

/**
 * The only way out over HTTP. https to public addresses, or what the allow-list opens; every connection is
 * checked at the moment it is made, redirects are answers like any other, proxy variables are ignored.
 */
export async function outboundFetch(url: string, options: OutboundOptions): Promise<OutboundResult> {
  const { allow, resolve = systemResolve, timeoutMs, maxResponseBytes = MAX_RESPONSE_BYTES } = options;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    parseTarget(url);
    const { origin, pathname, search } = new URL(url);
    const answer = await agentFor(allow, resolve).request({
      origin,
      path: pathname + search,
      method: options.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', ...options.headers },
      body: options.body ?? null,
      signal: deadline.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const read = await readCapped(answer.body, maxResponseBytes);
    return { kind: 'answered', status: answer.statusCode, headers: flatHeaders(answer.headers), ...read };
  } catch (error) {
    if (deadline.signal.aborted)
      return { kind: 'timed_out', reason: `No complete answer within ${timeoutMs} ms.` };
    return describeFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same check when an address is saved. A name that does not resolve at the moment passes: it leads nowhere,
 * and each connection is checked again.
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
    if (code === 'OUTBOUND_BLOCKED') throw new AppError('invalid', message);
  }
}
