import { describe, expect, it } from 'vitest';
import { contractOf } from '#lib/dispatch/registry.ts';
import { verifyWebhook } from '#lib/platform/signature.ts';
import { MESSAGE, NOW, sendTo, testIo } from '#tests/support/destination-suite.ts';
import { describeHttpDestination } from '#tests/support/http-destination-suite.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const config = (url: string) => ({
  url,
  headers: { authorization: 'Bearer top-secret' },
  signing_secret: SECRET,
});

describeHttpDestination({
  kind: 'http',
  config,
  secrets: ['top-secret', SECRET],
  accept: (_call, response) => response.writeHead(202).end('thanks'),
});

describe('http', () => {
  it('delivers a signed JSON body that the receiver can verify', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(202).end('thanks'));
    const outcome = await sendTo('http', config(`${peer.origin}/hook`), testIo(peer.allow));
    expect(outcome).toMatchObject({ result: 'delivered', statusCode: 202, response: 'thanks' });
    const call = peer.calls[0];
    expect(call).toMatchObject({ method: 'POST', path: '/hook' });
    expect(call?.headers).toMatchObject({
      authorization: 'Bearer top-secret',
      'webhook-id': MESSAGE.id,
      'webhook-timestamp': String(NOW.getTime() / 1000),
    });
    const headers = call?.headers as Record<string, string>;
    expect(verifyWebhook(SECRET, call?.body ?? '', { headers, now: NOW })).toBe(true);
    expect(verifyWebhook(SECRET, `${call?.body} `, { headers, now: NOW })).toBe(false);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      type: 'order paid',
      timestamp: MESSAGE.event.timestamp,
      data: MESSAGE.event,
    });
  });

  it('masks every configured header in what is shown', async () => {
    await using peer = await startHttpPeer();
    const { request } = await sendTo('http', config(peer.origin), testIo(peer.allow));
    expect(request).toMatchObject({ method: 'POST', headers: { authorization: '••••••••' } });
  });

  it('never lets a configured header replace one of its own', () => {
    for (const name of ['Host', 'Content-Length', 'webhook-signature', 'transfer-encoding']) {
      const given = { url: 'https://example.com/', headers: { [name]: 'x' } };
      expect(contractOf('http').config.safeParse(given).success).toBe(false);
    }
    const split = { url: 'https://example.com/', headers: { 'x-a': 'b\r\nx-c: d' } };
    expect(contractOf('http').config.safeParse(split).success).toBe(false);
  });
});
