import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { AllowList } from './address.ts';
import { type ConnectionFailure, describeFailure } from './connection-failure.ts';
import {
  CONNECT_TIMEOUT_MS,
  faultOfReached,
  guardedLookup,
  parseHost,
  type Resolve,
  systemResolve,
  type Target,
} from './outbound-guard.ts';

type Tls = {
  /** The name the certificate has to carry; the host's own when absent. */
  servername?: string;
  /** Certificates (PEM) that are trusted in place of the system's. */
  ca?: string;
};

export type DialCall = {
  host: string;
  port: number;
  /**
   * TLS from the first byte, or `later` for a protocol that changes to it by itself before it tells anything
   * (STARTTLS), or null for none, which leads only where the allow-list says.
   */
  tls: Tls | 'later' | null;
};

export type DialOptions = DialCall & { allow: AllowList; resolve?: Resolve; timeoutMs: number };

/** For `net.connect`, and for client libraries that hand such options on to it. */
export type SocketOptions = { host: string; port: number; lookup: LookupFunction };

export type DialResult = { kind: 'connected'; socket: Socket | TLSSocket } | ConnectionFailure;

/** Stands for the host where Node would dial a literal address without asking the lookup, where it is checked. */
const ANY_HOST = 'outbound.invalid';

const readTarget = ({ host, port, tls }: DialCall): Target => parseHost(host, port, tls !== null);

/**
 * What `net.connect` and client libraries have to be given besides their own options, so that a connection goes to
 * checked addresses alone. `host` is no name: what is to be called is known to the lookup.
 * @throws when the form of the host already forbids it.
 */
export function guardedSocketOptions(call: Omit<DialOptions, 'timeoutMs'>): SocketOptions {
  const { allow, resolve = systemResolve, port } = call;
  return { host: ANY_HOST, port, lookup: guardedLookup(readTarget(call), allow, resolve) };
}

/**
 * A socket on its way to a checked address, with TLS when that is asked for. What the guard refuses, like everything
 * else that goes wrong, arrives as the socket's error. It has no time limit of its own.
 * @throws when the form of the host already forbids it.
 */
export function openSocket(call: Omit<DialOptions, 'timeoutMs'>): Socket | TLSSocket {
  const { tls, allow } = call;
  const target = readTarget(call);
  const options = guardedSocketOptions(call);
  const socket = tls === null || tls === 'later' ? connect(options) : openTls(options, tls, target);
  socket.once('connect', () => {
    const fault = faultOfReached(socket, target, allow);
    if (fault) socket.destroy(fault);
  });
  return socket;
}

function openTls(options: SocketOptions, { servername, ca }: Tls, { hostname }: Target): TLSSocket {
  const name = (servername ?? hostname).replace(/\.$/, '');
  return tlsConnect({
    ...options,
    // An address is never sent as a name, only compared with the certificate.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca }),
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
  });
}

/** A connection over TCP or TLS, made as every call by HTTP is; what hinders it is an answer, never an exception. */
export function dial(options: DialOptions): Promise<DialResult> {
  const timeoutMs = Math.min(options.timeoutMs, CONNECT_TIMEOUT_MS);
  return new Promise((done) => {
    let socket: Socket | TLSSocket;
    try {
      socket = openSocket(options);
    } catch (error) {
      return done(describeFailure(error));
    }
    const finish = (result: DialResult): void => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      socket.removeListener('close', cut);
      if (result.kind !== 'connected') socket.on('error', () => undefined).destroy();
      done(result);
    };
    const fail = (error: Error): void => finish(describeFailure(error));
    const cut = (): void => finish({ kind: 'unreachable', reason: 'The connection was cut.' });
    const timer = setTimeout(
      () => finish({ kind: 'timed_out', reason: `No connection within ${timeoutMs} ms.` }),
      timeoutMs,
    );
    socket.once('error', fail).once('close', cut);
    socket.once(eventOf(options), () => {
      if (!socket.destroyed) finish({ kind: 'connected', socket });
    });
  });
}

const eventOf = ({ tls }: DialCall): string =>
  tls === null || tls === 'later' ? 'connect' : 'secureConnect';
