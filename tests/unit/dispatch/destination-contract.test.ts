import { describe, expect, it } from 'vitest';
import type { Message, Outcome, SendIo } from '#lib/dispatch/destination.ts';
import { DESTINATION_KINDS, type DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { contractOf } from '#lib/dispatch/registry.ts';
import type { AllowList } from '#lib/platform/address.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { verifyWebhook } from '#lib/platform/signature.ts';
import { startGraphqlPeer } from '#tests/support/peer-graphql.ts';
import { type PeerAnswer, startHttpPeer } from '#tests/support/peer-http.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const message: Message = {
  id: '0199b1a0-0000-7000-8000-000000000001',
  attempt: 1,
  event: {
    id: '0199b1a0-0000-7000-8000-0000000000aa',
    external_id: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
    client_id: '0199b1a0-0000-7000-8000-0000000000bb',
    session_id: 's1',
    category: 'shop',
    name: 'order paid',
    timestamp: '2026-11-21T09:59:59.000Z',
    received_at: '2026-11-21T10:00:00.000Z',
    verdict: 'redact',
    severity: 'high',
    attributes: { brand: 'testBrand' },
    data: { body: 'card ************1111 “ok”', amount: 12.5 },
  },
};

const lines: { level: string; fields: object; text: string }[] = [];
const io = (allow: AllowList, timeoutMs = 2_000): SendIo => ({
  fetch: (url, call) => outboundFetch(url, { ...call, timeoutMs, allow }),
  now: () => NOW,
  writeLine: (level, fields, text) => lines.push({ level, fields, text }),
});

type Online = { kind: DestinationKind; config: (url: string) => unknown };
const ONLINE: Online[] = [
  {
    kind: 'http',
    config: (url) => ({ url, headers: { authorization: 'Bearer top-secret' }, signing_secret: SECRET }),
  },
  { kind: 'graphql', config: (url) => ({ url, headers: { authorization: 'Bearer top-secret' } }) },
];

async function send(kind: DestinationKind, config: unknown, world: SendIo): Promise<Outcome> {
  const contract = contractOf(kind);
  return contract.send(contract.config.parse(config), message, world);
}

describe('every kind', () => {
  it('is either checked against real peers below or has no peer', () => {
    expect([...ONLINE.map(({ kind }) => kind), 'log'].sort()).toEqual([...DESTINATION_KINDS].sort());
  });

  it.each(DESTINATION_KINDS)('%s refuses a config with an unknown member', (kind) => {
    expect(contractOf(kind).config.safeParse({ url: 'https://example.com/', surprise: 1 }).success).toBe(
      false,
    );
  });
});

describe.each(ONLINE)('$kind', ({ kind, config }) => {
  const against = async (answer: PeerAnswer, timeoutMs?: number): Promise<Outcome> => {
    await using peer = await startHttpPeer(answer);
    return await send(kind, config(peer.origin), io(peer.allow, timeoutMs));
  };

  it.each([400, 401, 404, 409, 422, 500, 502, 503])(
    'calls %i a refusal and keeps the answer',
    async (status) => {
      const outcome = await against((_call, response) => response.writeHead(status).end('{"why":"no"}'));
      expect(outcome).toMatchObject({ result: 'refused', statusCode: status, response: '{"why":"no"}' });
      expect(outcome.error).toBe(`Answered ${status}.`);
      expect(outcome.gone).toBeUndefined();
    },
  );

  it('hands on how long a busy destination asks to wait', async () => {
    const outcome = await against((_call, response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(outcome).toMatchObject({ result: 'refused', statusCode: 429, retryAfterMs: 7_000 });
  });

  it('reads a date in Retry-After', async () => {
    const until = new Date(NOW.getTime() + 90_000).toUTCString();
    const outcome = await against((_call, response) =>
      response.writeHead(503, { 'retry-after': until }).end(),
    );
    expect(outcome).toMatchObject({ result: 'refused', retryAfterMs: 90_000 });
  });

  it('says that 410 is final', async () => {
    const outcome = await against((_call, response) => response.writeHead(410).end());
    expect(outcome).toMatchObject({ result: 'refused', statusCode: 410, gone: true });
  });

  it('refuses to be redirected', async () => {
    await using elsewhere = await startHttpPeer();
    const outcome = await against((_call, response) =>
      response.writeHead(302, { location: elsewhere.origin }).end(),
    );
    expect(outcome).toMatchObject({ result: 'refused', statusCode: 302 });
    expect(elsewhere.calls).toHaveLength(0);
  });

  it('times out on silence and on a slow drip', async () => {
    expect(await against(() => {}, 150)).toMatchObject({ result: 'timed_out' });
    const drip = await against((_call, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    }, 200);
    expect(drip).toMatchObject({ result: 'timed_out' });
  });

  it('calls garbage, a cut and a closed port unreachable', async () => {
    await using garbage = await startRawPeer((socket) => socket.end(Buffer.from([0, 255, 13, 10, 7, 200])));
    expect(await send(kind, config(garbage.origin), io(garbage.allow))).toMatchObject({
      result: 'unreachable',
    });
    await using cut = await startRawPeer((socket) => socket.destroy());
    expect(await send(kind, config(cut.origin), io(cut.allow))).toMatchObject({ result: 'unreachable' });
    const closed = await startHttpPeer();
    await closed[Symbol.asyncDispose]();
    expect(await send(kind, config(closed.origin), io(closed.allow))).toMatchObject({
      result: 'unreachable',
      error: 'The connection was refused.',
    });
  });

  it('keeps at most 20 kB of a huge refusal', async () => {
    const outcome = await against((_call, response) => response.writeHead(500).end('é'.repeat(2_000_000)));
    expect(outcome.result).toBe('refused');
    expect(Buffer.byteLength(outcome.response ?? '')).toBeGreaterThan(19_000);
    expect(Buffer.byteLength(outcome.response ?? '')).toBeLessThanOrEqual(20_010);
  });

  it('does not reach a private address that nobody opened', async () => {
    await using peer = await startHttpPeer();
    const outcome = await send(kind, config(peer.origin), io([]));
    expect(outcome).toMatchObject({
      result: 'unreachable',
      error: expect.stringContaining('not a public address'),
    });
    expect(peer.calls).toHaveLength(0);
  });

  it('shows the request without its secrets', async () => {
    const outcome = await against((_call, response) => response.writeHead(500).end());
    expect(outcome.request).toMatchObject({
      method: 'POST',
      url: expect.stringContaining('http://127.0.0.1:'),
    });
    expect(JSON.stringify(outcome.request)).not.toContain('top-secret');
    expect(JSON.stringify(outcome.request)).not.toContain(SECRET);
    expect(outcome.request.headers.authorization).toBe('••••••••');
  });
});

describe('http', () => {
  it('delivers a signed JSON body that the receiver can verify', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(202).end('thanks'));
    const outcome = await send('http', ONLINE[0]?.config(`${peer.origin}/hook`), io(peer.allow));
    expect(outcome).toMatchObject({ result: 'delivered', statusCode: 202, response: 'thanks' });
    const call = peer.calls[0];
    expect(call).toMatchObject({ method: 'POST', path: '/hook' });
    expect(call?.headers).toMatchObject({
      authorization: 'Bearer top-secret',
      'webhook-id': message.id,
      'webhook-timestamp': String(NOW.getTime() / 1000),
    });
    const headers = call?.headers as Record<string, string>;
    expect(verifyWebhook(SECRET, call?.body ?? '', { headers, now: NOW })).toBe(true);
    expect(verifyWebhook(SECRET, `${call?.body} `, { headers, now: NOW })).toBe(false);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      type: 'order paid',
      timestamp: message.event.timestamp,
      data: message.event,
    });
  });

  it('never lets a configured header replace one of its own', () => {
    for (const name of ['Host', 'Content-Length', 'webhook-signature', 'transfer-encoding']) {
      const config = { url: 'https://example.com/', headers: { [name]: 'x' } };
      expect(contractOf('http').config.safeParse(config).success).toBe(false);
    }
    const split = { url: 'https://example.com/', headers: { 'x-a': 'b\r\nx-c: d' } };
    expect(contractOf('http').config.safeParse(split).success).toBe(false);
  });
});

describe('graphql', () => {
  it('delivers the mutation of the events proxy', async () => {
    await using peer = await startGraphqlPeer();
    const outcome = await send('graphql', ONLINE[1]?.config(peer.url), io(peer.allow));
    expect(outcome).toMatchObject({ result: 'delivered', statusCode: 200 });
    expect(peer.received).toEqual([
      {
        id: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
        name: 'order paid',
        body: 'card ************1111 “ok”',
        timestamp: '2026-11-21T09:59:59.000Z',
        brand: 'testBrand',
      },
    ]);
    expect(peer.headers[0]?.get('authorization')).toBe('Bearer top-secret');
  });

  it('sends any other mutation with its own variables', async () => {
    await using peer = await startGraphqlPeer();
    const config = {
      url: peer.url,
      mutation: 'mutation M($i: ProcessEventInput!) { done: processEvent(input: $i) { id } }',
      variables: {
        i: {
          id: '{{event.id}}',
          name: 'paid: {{event.data.amount}} {{event.data.none}}!',
          body: 'x',
          timestamp: '{{event.timestamp}}',
          brand: '{{event.data.none}}',
        },
      },
    };
    expect(await send('graphql', config, io(peer.allow))).toMatchObject({ result: 'delivered' });
    expect(peer.received[0]).toMatchObject({ id: message.event.id, name: 'paid: 12.5 !', brand: null });
  });

  it('calls errors on HTTP 200 a refusal', async () => {
    await using peer = await startGraphqlPeer();
    peer.refuseWith('quota used up');
    const outcome = await send('graphql', { url: peer.url }, io(peer.allow));
    expect(outcome).toMatchObject({
      result: 'refused',
      statusCode: 200,
      error: 'Answered with errors: quota used up',
    });
  });

  it('calls a mutation that the schema does not know a refusal', async () => {
    await using peer = await startGraphqlPeer();
    const outcome = await send(
      'graphql',
      { url: peer.url, mutation: 'mutation { nothing }', variables: {} },
      io(peer.allow),
    );
    expect(outcome.result).toBe('refused');
  });

  it.each(['<html>login</html>', '[]', 'null', '{}', '{"data":null}', '"ok"'])(
    'calls 200 with %s a refusal',
    async (body) => {
      await using peer = await startHttpPeer((_call, response) => response.writeHead(200).end(body));
      expect(await send('graphql', { url: peer.origin }, io(peer.allow))).toMatchObject({
        result: 'refused',
        statusCode: 200,
      });
    },
  );
});

describe('log', () => {
  it('writes one structured line', async () => {
    lines.length = 0;
    expect(await send('log', { level: 'warn' }, io([]))).toMatchObject({ result: 'delivered' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'warn',
      fields: { delivery_id: message.id, event: message.event },
    });
  });
});
