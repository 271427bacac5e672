import type { Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import {
  type ConnectionOptions,
  type NatsConnection,
  NatsConnectionImpl,
  setTransportFactory,
} from '@nats-io/transport-node/lib/nats-base-client.js';
import { NodeTransport } from '@nats-io/transport-node/lib/node_transport.js';
import { watchVolume } from '#lib/platform/watch-volume.ts';

/** What a connection dials with, in place of the addresses that the library would resolve by itself. */
type GuardedOptions = Omit<ConnectionOptions, 'tls'> & { openSocket: () => Socket; tls: object | null };

/** The library's transport with our sockets below it: no address is dialled that the guard has not seen. */
class GuardedTransport extends NodeTransport {
  override dial(): Promise<Socket> {
    return new Promise((done, fail) => {
      const socket = (this.options as unknown as GuardedOptions).openSocket();
      socket.setNoDelay(true);
      socket.once('error', fail);
      socket.once('close', () => fail(new Error('The connection was cut.')));
      socket.once('connect', () => {
        if (socket.destroyed) return;
        socket.removeAllListeners();
        watchVolume(socket);
        done(socket);
      });
    });
  }

  override async startTLS(): Promise<TLSSocket> {
    if (!this.options.tls) throw new Error('The server wants TLS, which is switched off here.');
    return super.startTLS();
  }
}

/** The certificate has to be the host's, whichever name the library knows it by. */
export const tlsOf = (host: string, ca: string | undefined): object => ({
  checkServerIdentity: (_name: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
    checkServerIdentity(host, certificate),
  ...(ca === undefined ? {} : { ca }),
});

/** One connection to one server: what it tells of others of its cluster is not listened to. */
export function connectNats(options: GuardedOptions): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new GuardedTransport() });
  return NatsConnectionImpl.connect({
    ...options,
    servers: 'outbound.invalid:4222',
    ignoreClusterUpdates: true,
    reconnect: false,
    resolve: false,
    name: 'the-eye',
  } as ConnectionOptions) as Promise<unknown> as Promise<NatsConnection>;
}
