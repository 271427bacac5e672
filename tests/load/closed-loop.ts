import autocannon from 'autocannon';

export type Throughput = { perSecond: number; p50Ms: number; p99Ms: number; refused: number };

/** So many connections, each sending its next request when the last is answered. */
export async function closedLoop(
  target: { url: string; headers: Record<string, string>; body: string },
  options: { connections: number; seconds: number },
): Promise<Throughput> {
  const run = (duration: number) =>
    autocannon({
      ...target,
      method: 'POST',
      connections: options.connections,
      duration,
    });
  await run(2);
  const result = await run(options.seconds);
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    refused: result.non2xx + result.errors,
  };
}
