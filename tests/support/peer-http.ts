import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';

type PeerCall = {
  at: number;
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
};
export type PeerAnswer = (call: PeerCall, response: ServerResponse) => void;

export type HttpPeer = AsyncDisposable & {
  origin: string;
  port: number;
  /** What opens this peer, and nothing else, to outbound calls. */
  allow: AllowList;
  calls: PeerCall[];
  connections: () => number;
  /** Replaces what the next calls are answered with. */
  answer: (next: PeerAnswer) => void;
};

export async function listenLocally(server: Server, port = 0): Promise<number> {
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}

/** A real HTTP server on a free local port that remembers every call. */
export async function startHttpPeer(
  first: PeerAnswer = (_call, response) => response.end('ok'),
): Promise<HttpPeer> {
  let answer = first;
  let connections = 0;
  const calls: PeerCall[] = [];
  const server = createServer((request, response) => {
    const at = performance.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { at, method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      calls.push(call);
      answer(call, response);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listenLocally(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    allow: parseAllowList(`127.0.0.1:${port}`),
    calls,
    connections: () => connections,
    answer: (next) => {
      answer = next;
    },
    [Symbol.asyncDispose]: () => closeServer(server),
  };
}
