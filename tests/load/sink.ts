import { createServer, type ServerResponse } from 'node:http';

/** How a receiver answers what it has read. */
export type Respond = (response: ServerResponse) => void;

const atOnce: Respond = (response) => {
  response.writeHead(204).end();
};

export type Sink = {
  port: number;
  /** When each event arrived first, by the sender's own id, in Unix time. */
  arrivedAtMs: Map<string, number>;
  /** When each call came, on the monotonic clock. */
  callsAtMs: number[];
  /** Ends every connection, whatever is under way. */
  close: () => void;
};

/** A receiver that answers at once, unless it is told how, and notes what arrives. */
export async function startSink(respond: Respond = atOnce): Promise<Sink> {
  const arrivedAtMs = new Map<string, number>();
  const callsAtMs: number[] = [];
  const server = createServer(async (request, response) => {
    const atMs = Date.now();
    callsAtMs.push(performance.now());
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part as Buffer);
    } catch {
      return;
    }
    respond(response);
    const key = /"external_id":"([^"]+)"/.exec(Buffer.concat(parts).toString())?.[1];
    if (key !== undefined && !arrivedAtMs.has(key)) arrivedAtMs.set(key, atMs);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The sink has no port.');
  return {
    port: address.port,
    arrivedAtMs,
    callsAtMs,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
