import { createServer } from 'node:http';

/** A receiver that answers at once and notes when each event arrived first, by the sender's own id. */
export async function startSink(): Promise<{
  port: number;
  arrivedAtMs: Map<string, number>;
  close: () => void;
}> {
  const arrivedAtMs = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const atMs = Date.now();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.writeHead(204).end();
    const key = /"external_id":"([^"]+)"/.exec(Buffer.concat(parts).toString())?.[1];
    if (key !== undefined && !arrivedAtMs.has(key)) arrivedAtMs.set(key, atMs);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The sink has no port.');
  return { port: address.port, arrivedAtMs, close: () => server.close() };
}
