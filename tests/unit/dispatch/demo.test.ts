import { describe, expect, it } from 'vitest';
import { makeDemoServer } from '#lib/demo/demo-server.ts';
import { isRefusedAtFirst, secondWindow } from '#lib/demo/graphql-target.ts';
import { newWebhookSecret, signWebhook } from '#lib/platform/signature.ts';
import { closeServer, listenLocally } from '#tests/support/peer-http.ts';

const SECRET = newWebhookSecret();

async function startDemo(): Promise<AsyncDisposable & { url: string }> {
  const server = makeDemoServer(SECRET);
  const port = await listenLocally(server);
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => closeServer(server) };
}

const idWhere = (refused: boolean): string => {
  const ids = Array.from({ length: 1_000 }, (_, i) => `event-${i}`);
  return ids.find((id) => isRefusedAtFirst(id) === refused) as string;
};

async function mutate(
  url: string,
  id: string,
): Promise<{ status: number; retryAfter: string | null; body: unknown }> {
  const query = 'mutation P($input: ProcessEventInput!) { processEvent(input: $input) { id duplicate } }';
  const input = { id, name: 'n', body: 'b', timestamp: '2026-11-21T10:00:00Z', brand: 'testBrand' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: await response.json(),
  };
}

describe('the demo GraphQL target', () => {
  it('refuses about one first call in ten, always the same ones', () => {
    const refused = Array.from({ length: 10_000 }, (_, i) => `id-${i}`).filter(isRefusedAtFirst).length;
    expect(refused).toBeGreaterThan(900);
    expect(refused).toBeLessThan(1_100);
  });

  it('takes at the second call what it refused at the first, and takes nothing twice', async () => {
    await using demo = await startDemo();
    const id = idWhere(true);
    expect(await mutate(demo.url, id)).toMatchObject({
      body: { errors: [{ message: 'The target is busy, try again.' }] },
    });
    expect(await mutate(demo.url, id)).toMatchObject({
      status: 200,
      body: { data: { processEvent: { id, duplicate: false } } },
    });
    expect(await mutate(demo.url, id)).toMatchObject({
      body: { data: { processEvent: { id, duplicate: true } } },
    });
    const list = await fetch(`${demo.url}/graphql?query=%7BprocessedEvents%7Bid%20brand%7D%7D`);
    expect(await list.json()).toEqual({ data: { processedEvents: [{ id, brand: 'testBrand' }] } });
  });

  it('answers 429 with Retry-After above five calls a second', async () => {
    await using demo = await startDemo();
    const id = idWhere(false);
    const answers = await Promise.all(Array.from({ length: 8 }, () => mutate(demo.url, id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.retryAfter).toBe('1');
  });

  it('counts any second, not the clock’s', () => {
    const wait = secondWindow(2);
    expect([wait(900), wait(950), wait(1_100), wait(1_899)]).toEqual([0, 0, 800, 1]);
    expect([wait(1_900), wait(1_949), wait(1_950)]).toEqual([0, 1, 0]);
  });
});

describe('the demo receiver', () => {
  const post = (url: string, body: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${url}/hook`, { method: 'POST', body, headers });

  it('keeps what is signed and shows it', async () => {
    await using demo = await startDemo();
    const body = '{"type":"x"}';
    const signed = signWebhook(SECRET, { id: 'm1', at: new Date(), body });
    expect((await post(demo.url, body, signed)).status).toBe(200);
    expect((await post(demo.url, body, signed)).status).toBe(200);
    const shown = (await (await fetch(`${demo.url}/hook`)).json()) as { received: unknown[] };
    expect(shown.received).toEqual([
      { at: expect.any(String), webhook_id: 'm1', repeats: 1, body: { type: 'x' } },
    ]);
  });

  it('refuses what is not signed, signed otherwise, or not JSON', async () => {
    await using demo = await startDemo();
    const at = new Date();
    expect((await post(demo.url, '{}', {})).status).toBe(401);
    expect(
      (await post(demo.url, '{}', signWebhook(newWebhookSecret(), { id: 'm', at, body: '{}' }))).status,
    ).toBe(401);
    expect((await post(demo.url, '{', signWebhook(SECRET, { id: 'm', at, body: '{' }))).status).toBe(400);
    expect(await (await fetch(`${demo.url}/`)).json()).toEqual({ received: [] });
  });

  it('keeps the last fifty', async () => {
    await using demo = await startDemo();
    for (let i = 0; i < 55; i += 1) {
      await post(demo.url, '{}', signWebhook(SECRET, { id: `m${i}`, at: new Date(), body: '{}' }));
    }
    const shown = (await (await fetch(demo.url)).json()) as { received: { webhook_id: string }[] };
    expect(shown.received).toHaveLength(50);
    expect(shown.received[0]?.webhook_id).toBe('m54');
  });
});
