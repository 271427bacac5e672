import { describe, expect, it } from 'vitest';
import { contractOf } from '#lib/dispatch/registry.ts';
import { newWebhookSecret, verifyWebhook, webhookPublicKey } from '#lib/platform/signature.ts';
import { MESSAGE, NOW, sendTo, testIo } from '#tests/support/destination-suite.ts';
import { describeHttpDestination } from '#tests/support/http-destination-suite.ts';
import { type PeerAnswer, startHttpPeer } from '#tests/support/peer-http.ts';
import { startTokenPeer, type TokenPeer } from '#tests/support/peer-token.ts';

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

describe('http, as to how it is sent,', () => {
  it('takes PUT as well, and says so', async () => {
    await using peer = await startHttpPeer();
    const outcome = await sendTo('http', { url: peer.origin, method: 'PUT' }, testIo(peer.allow));
    expect(peer.calls[0]?.method).toBe('PUT');
    expect(outcome.request.method).toBe('PUT');
  });

  it('signs with each secret that is still good, and with a private key as well', async () => {
    await using peer = await startHttpPeer();
    const key = newWebhookSecret('v1a');
    const [good, over] = [newWebhookSecret(), newWebhookSecret()];
    const retiring_secrets = {
      [new Date(NOW.getTime() + 1_000).toISOString()]: good,
      [new Date(NOW.getTime() - 1_000).toISOString()]: over,
    };
    const signed = { url: peer.origin, signature: 'v1a', signing_secret: key, retiring_secrets };
    await sendTo('http', signed, testIo(peer.allow));
    const { headers = {}, body = '' } = peer.calls[0] ?? {};
    const given = { headers: headers as Record<string, string>, now: NOW };
    expect(verifyWebhook(webhookPublicKey(key), body, given)).toBe(true);
    expect(verifyWebhook(good, body, given)).toBe(true);
    expect(verifyWebhook(over, body, given)).toBe(false);
  });

  it.each([
    ['v1', newWebhookSecret('v1a'), 'whsec_'],
    ['v1a', newWebhookSecret(), 'whsk_'],
    ['v1', 'whsec_c2hvcnQ=', '24 to 64 bytes'],
  ])('refuses for %s the secret %s', (signature, signing_secret, words) => {
    const result = contractOf('http').config.safeParse({ url: 'https://a.b', signature, signing_secret });
    expect(result.error?.issues).toMatchObject([
      { path: ['signing_secret'], message: expect.stringContaining(words) },
    ]);
  });

  it('signs in by name and password, hidden also where they are echoed', async () => {
    await using peer = await startHttpPeer((call, response) => response.end(call.headers.authorization));
    const auth = { type: 'basic', username: 'eye', password: 'pässword-1' };
    const outcome = await sendTo('http', { url: peer.origin, auth }, testIo(peer.allow));
    const pair = Buffer.from('eye:pässword-1').toString('base64');
    expect(peer.calls[0]?.headers.authorization).toBe(`Basic ${pair}`);
    expect(outcome).toMatchObject({ result: 'delivered', response: 'Basic ••••••••' });
    expect(outcome.request.headers.authorization).toBe('Basic ••••••••');
  });

  it('refuses an Authorization header beside it', () => {
    const auth = { type: 'basic', username: 'a', password: 'b' };
    const both = { url: 'https://a.b/', auth, headers: { Authorization: 'x' } };
    expect(contractOf('http').config.safeParse(both).error?.issues).toMatchObject([
      { path: ['headers', 'Authorization'] },
    ]);
  });
});

/** Takes a call with the latest token alone. */
const guarded =
  (tokens: TokenPeer): PeerAnswer =>
  (call, response) => {
    const known = call.headers.authorization === `Bearer ${tokens.latest()}`;
    response.writeHead(known ? 200 : 401).end(`you came with ${call.headers.authorization}`);
  };

describe('http with OAuth 2.0 client credentials', () => {
  const world = async (expiresIn?: number) => {
    const tokens = await startTokenPeer(expiresIn);
    const peer = await startHttpPeer(guarded(tokens));
    const auth = {
      type: 'oauth2',
      token_url: tokens.url,
      client_id: 'eye:id',
      client_secret: 'sécret/+ 1',
      scopes: ['events:write', 'events:read'],
      audience: 'https://api.example.com/',
    };
    const io = (timeoutMs?: number) => testIo([...peer.allow, ...tokens.allow], timeoutMs);
    const send = (more: object = {}, timeoutMs?: number) =>
      sendTo('http', { url: peer.origin, auth: { ...auth, ...more } }, io(timeoutMs));
    return {
      tokens,
      peer,
      send,
      [Symbol.asyncDispose]: async () => {
        await peer[Symbol.asyncDispose]();
        await tokens[Symbol.asyncDispose]();
      },
    };
  };

  it('asks as RFC 6749 says, and brings the token', async () => {
    await using at = await world();
    const outcome = await at.send();
    expect(outcome).toMatchObject({
      result: 'delivered',
      response: 'you came with Bearer ••••••••',
      request: { headers: { authorization: 'Bearer ••••••••' } },
    });
    const [call] = at.tokens.calls;
    expect(Object.fromEntries(call?.form ?? [])).toEqual({
      grant_type: 'client_credentials',
      scope: 'events:write events:read',
      audience: 'https://api.example.com/',
    });
    // Section 2.3.1: each half is form-encoded before the two are joined.
    const pair = Buffer.from('eye%3Aid:s%C3%A9cret%2F%2B+1').toString('base64');
    expect(call?.authorization).toBe(`Basic ${pair}`);
  });

  it('sends id and secret in the body where the server wants them there', async () => {
    await using at = await world();
    expect((await at.send({ client_auth: 'post' })).result).toBe('delivered');
    expect(at.tokens.calls[0]?.authorization).toBeUndefined();
    expect(Object.fromEntries(at.tokens.calls[0]?.form ?? [])).toMatchObject({
      client_id: 'eye:id',
      client_secret: 'sécret/+ 1',
    });
  });

  it('keeps the token, and asks once for deliveries of the same moment', async () => {
    await using at = await world();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => at.send()));
    expect(outcomes.every(({ result }) => result === 'delivered')).toBe(true);
    await at.send();
    expect(at.tokens.calls).toHaveLength(1);
  });

  it('asks anew shortly before the end of the token', async () => {
    await using at = await world(0.2);
    await at.send();
    await new Promise((done) => setTimeout(done, 185));
    expect((await at.send()).result).toBe('delivered');
    expect(at.tokens.calls).toHaveLength(2);
  });

  it('asks anew once when the token is refused, and no second time', async () => {
    await using at = await world();
    await at.send();
    at.peer.answer((call, response) => {
      response.writeHead(call.headers.authorization === 'Bearer access-token-1' ? 401 : 200).end();
    });
    expect(await at.send()).toMatchObject({ result: 'delivered', statusCode: 200 });
    expect(at.tokens.calls).toHaveLength(2);
    at.peer.answer((_call, response) => response.writeHead(401).end());
    expect(await at.send()).toMatchObject({ result: 'refused', statusCode: 401 });
    expect(at.tokens.calls).toHaveLength(3);
    expect(at.peer.calls).toHaveLength(5);
  });

  it('says what the token endpoint refuses, and does not call the destination', async () => {
    await using at = await world();
    at.tokens.answer((_call, response) =>
      response.writeHead(401, { 'retry-after': '9' }).end('{"error":"invalid_client"}'),
    );
    const outcome = await at.send();
    expect(outcome).toMatchObject({
      result: 'refused',
      error: 'The token endpoint answered 401: invalid_client.',
      retryAfterMs: 9_000,
    });
    expect(outcome.statusCode).toBeUndefined();
    expect(at.peer.calls).toHaveLength(0);
    at.tokens.answer((_call, response) => response.writeHead(410).end());
    expect((await at.send()).gone).toBeUndefined();
  });

  it.each([
    ['no token', '{"token_type":"bearer"}', 'without an access token'],
    ['no JSON', '<html>', 'without an access token'],
    ['another kind of token', '{"access_token":"a","token_type":"mac"}', 'no bearer token'],
    ['a token that would split the header', '{"access_token":"a\\r\\nb","token_type":"bearer"}', 'without'],
  ])('does not take %s', async (_name, body, words) => {
    await using at = await world();
    at.tokens.answer((_call, response) => response.end(body));
    expect(await at.send()).toMatchObject({ result: 'refused', error: expect.stringContaining(words) });
    expect(at.peer.calls).toHaveLength(0);
  });

  it('spends one time limit on token and delivery together', async () => {
    await using at = await world();
    at.tokens.answer(() => {});
    const startedAt = performance.now();
    expect(await at.send({}, 300)).toMatchObject({
      result: 'timed_out',
      error: expect.stringContaining('token endpoint'),
    });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it('does not wait longer than its own limit for a token that another asked for', async () => {
    await using at = await world();
    at.tokens.answer(() => {});
    const patient = at.send({}, 2_000);
    const startedAt = performance.now();
    expect((await at.send({}, 200)).result).toBe('timed_out');
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect((await patient).result).toBe('timed_out');
    expect(at.tokens.calls).toHaveLength(1);
  });

  it('does not reach a token endpoint at a private address that nobody opened', async () => {
    await using at = await world();
    const auth = { type: 'oauth2', token_url: at.tokens.url, client_id: 'a', client_secret: 'b' };
    const outcome = await sendTo('http', { url: at.peer.origin, auth }, testIo(at.peer.allow));
    expect(outcome).toMatchObject({
      result: 'unreachable',
      error: expect.stringContaining('not a public address'),
    });
    expect(at.tokens.calls).toHaveLength(0);
  });
});
