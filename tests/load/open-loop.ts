import { Agent, request } from 'undici';

export type Sent = { key: string; sentAtMs: number; acceptMs: number; status: number };

/**
 * Sends at a steady rate whatever the answers take: each request has its moment, and its time counts from there,
 * so that a stall shows in every request that should have been sent meanwhile.
 */
export async function openLoop(
  target: { url: string; headers: Record<string, string>; bodyOf: (key: string) => string },
  options: { perSecond: number; seconds: number },
): Promise<Sent[]> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  const total = options.perSecond * options.seconds;
  const startMs = performance.now() + 50;
  const pending: Promise<Sent>[] = [];
  const send = async (i: number, dueMs: number): Promise<Sent> => {
    const key = `bench-${process.pid}-${options.perSecond}-${i}`;
    const sentAtMs = Date.now() - (performance.now() - dueMs);
    const response = await request(target.url, {
      method: 'POST',
      headers: target.headers,
      body: target.bodyOf(key),
      dispatcher: agent,
    });
    await response.body.dump();
    return { key, sentAtMs, acceptMs: performance.now() - dueMs, status: response.statusCode };
  };
  for (let i = 0; i < total; ) {
    const dueMs = startMs + (i * 1000) / options.perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((done) => setTimeout(done, waitMs));
    pending.push(send(i, dueMs));
    i++;
  }
  const sent = await Promise.all(pending);
  await agent.close();
  return sent;
}
