import { type Connection, openConnections, requestBytes, type Target } from './connection.ts';
import { percentile } from './percentile.ts';

export type Throughput = { perSecond: number; p50Ms: number; p99Ms: number; refused: number };

/** So many connections, each sending its next request when the last is answered. */
export async function closedLoop(
  target: Target & { body: string },
  {
    connections: count,
    seconds: lasting,
    warmUpSeconds = 2,
  }: {
    connections: number;
    seconds: number;
    warmUpSeconds?: number;
  },
): Promise<Throughput> {
  const request = requestBytes(target, target.body);
  const connections = await openConnections(target.url, count);
  await Promise.all(connections.map((connection) => askUntil(connection, request, warmUpSeconds)));
  const startMs = performance.now();
  const all = await Promise.all(connections.map((connection) => askUntil(connection, request, lasting)));
  const seconds = (performance.now() - startMs) / 1_000;
  for (const connection of connections) connection.close();
  const times = all.flatMap(({ timesMs }) => timesMs);
  return {
    perSecond: times.length / seconds,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** Times of what was taken, and how many were not. */
function askUntil(
  connection: Connection,
  request: Buffer,
  seconds: number,
): Promise<{ timesMs: number[]; refused: number }> {
  const endMs = performance.now() + seconds * 1_000;
  const timesMs: number[] = [];
  let refused = 0;
  return new Promise((done) => {
    const next = (): void => {
      const sentMs = performance.now();
      connection.ask(request, (status) => {
        const nowMs = performance.now();
        if (status >= 200 && status < 300) timesMs.push(nowMs - sentMs);
        else refused++;
        if (status === 0 || nowMs >= endMs) done({ timesMs, refused });
        else next();
      });
    };
    next();
  });
}
