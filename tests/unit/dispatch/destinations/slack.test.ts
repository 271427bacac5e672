import { describe, expect, it } from 'vitest';
import { partText } from '#lib/dispatch/destinations/slack-message.ts';
import { contractOf } from '#lib/dispatch/registry.ts';
import { describeDestination, MESSAGE, sendTo, testIo } from '#tests/support/destination-suite.ts';
import { describeHttpDestination, dripHttp, startKindPeer } from '#tests/support/http-destination-suite.ts';
import { type PeerAnswer, startHttpPeer } from '#tests/support/peer-http.ts';

const PATH = '/services/T000/B000/very-secret-part';
const TOKEN = 'xoxb-0000-very-secret-token';
const webhook = (origin: string) => ({ via: { type: 'webhook', url: origin + PATH } });
const bot = (origin: string) => ({
  via: { type: 'bot', token: TOKEN, channel: 'C0123456789', api_url: `${origin}/api` },
});

describeHttpDestination({
  kind: 'slack',
  config: webhook,
  secrets: ['very-secret-part'],
  accept: (_call, response) => response.end('ok'),
});

/** Answers as Slack's API does: with status 200 whatever it thinks of the call. */
const api =
  (answer: object, headers: Record<string, string> = {}, status = 200): PeerAnswer =>
  (_call, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(answer));

describe('by a bot', () => {
  describeDestination({
    kind: 'slack',
    configAt: ({ origin }) => bot(origin),
    secrets: [TOKEN],
    accepting: () => startKindPeer(bot, api({ ok: true, channel: 'C0123456789', ts: '1.2' })),
    refusing: () => startKindPeer(bot, api({ ok: false, error: 'internal_error' }, {}, 500)),
    verbose: () => startKindPeer(bot, api({ ok: true, warning: 'é'.repeat(2_000_000) })),
    drip: dripHttp,
  });
});

describe('slack', () => {
  const at = async (config: (origin: string) => object, answer: PeerAnswer, message = MESSAGE) => {
    await using peer = await startHttpPeer(answer);
    const outcome = await sendTo('slack', config(peer.origin), testIo(peer.allow), message);
    return { outcome, call: peer.calls[0], sent: JSON.parse(peer.calls[0]?.body ?? 'null') };
  };

  it('posts blocks with a plain text for those who show none, by webhook', async () => {
    const { call, sent, outcome } = await at(webhook, (_call, response) => response.end('ok'));
    expect(call).toMatchObject({ method: 'POST', path: PATH });
    expect(sent).toEqual({
      text: '*order paid*\ncard ************1111 “ok”',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '*order paid*\ncard ************1111 “ok”' } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: expect.stringContaining(MESSAGE.event.id) }] },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
    expect(outcome.request.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/••••••••$/);
  });

  it('posts by a bot to its channel, with the id of the delivery for whoever wants to tell a repeat', async () => {
    const { call, sent } = await at(bot, api({ ok: true }));
    expect(call).toMatchObject({
      path: '/api/chat.postMessage',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(sent).toMatchObject({
      channel: 'C0123456789',
      metadata: { event_payload: { delivery_id: MESSAGE.id } },
    });
  });

  it.each(['channel_not_found', 'invalid_auth', 'msg_too_long', 'is_archived'])(
    'calls the error %s with status 200 a refusal',
    async (error) => {
      const { outcome } = await at(bot, api({ ok: false, error }));
      expect(outcome).toMatchObject({
        result: 'refused',
        statusCode: 200,
        error: `Slack refused: ${error}.`,
      });
    },
  );

  it('waits as long as Slack asks, whichever way it asks', async () => {
    const limited = { ok: false, error: 'ratelimited' };
    const both = await at(bot, api(limited, { 'retry-after': '30' }, 429));
    expect(both.outcome).toMatchObject({
      result: 'refused',
      statusCode: 429,
      retryAfterMs: 30_000,
      error: 'Answered 429: ratelimited.',
    });
    const untold = await at(bot, api(limited));
    expect(untold.outcome).toMatchObject({ result: 'refused', retryAfterMs: 30_000 });
  });

  it.each([
    [400, 'invalid_payload'],
    [403, 'action_prohibited'],
    [404, 'no_service'],
  ])('names what a webhook says with %i: %s', async (status, word) => {
    const { outcome } = await at(webhook, (_call, response) => response.writeHead(status).end(word));
    expect(outcome.error).toBe(`Answered ${status}: ${word}.`);
  });

  it.each(['<html>sign in</html>', '', '{"data":1}'])('takes 200 with %j for no success', async (body) => {
    for (const config of [webhook, bot]) {
      const { outcome } = await at(config, (_call, response) => response.end(body));
      expect(outcome).toMatchObject({ result: 'refused', error: 'The answer is not one of Slack.' });
    }
  });

  it('escapes the three signs that Slack reads as its own, so that an event calls nobody', async () => {
    const event = { ...MESSAGE.event, name: '<!channel> & <@U1>', category: '<a>' };
    const { sent, call } = await at(webhook, (_call, response) => response.end('ok'), { ...MESSAGE, event });
    expect(sent.text).toContain('*&lt;!channel&gt; &amp; &lt;@U1&gt;*');
    expect(call?.body).not.toMatch(/<!channel>|<@U1>|<a>/);
  });

  it('stays within the limits of text and blocks', async () => {
    const event = { ...MESSAGE.event, data: { body: 'a<&>é😀 \n'.repeat(20_000) } };
    const { sent } = await at(webhook, (_call, response) => response.end('ok'), { ...MESSAGE, event });
    expect(sent.blocks.length).toBeLessThanOrEqual(50);
    for (const block of sent.blocks.slice(0, -1)) {
      expect(block.text.text.length).toBeLessThanOrEqual(3_000);
      expect(block.text.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
      expect(block.text.text.isWellFormed()).toBe(true);
    }
    expect(sent.text.length).toBeLessThanOrEqual(3_000);
    expect(sent.text.endsWith('…')).toBe(true);
  });

  it('refuses what is no address of a webhook', () => {
    const parse = (url: string) =>
      contractOf('slack').config.safeParse({ via: { type: 'webhook', url } }).success;
    expect(parse('https://hooks.slack.com/services/T/B/x')).toBe(true);
    expect(parse('https://hooks.slack.com')).toBe(false);
    expect(parse('ftp://a.b/c')).toBe(false);
  });
});

describe('a long text', () => {
  it('is parted behind a line where there is one', () => {
    expect(partText(`${'a'.repeat(70)}\n${'b'.repeat(60)}`, 100)).toEqual(['a'.repeat(70), 'b'.repeat(60)]);
  });

  it('is never parted inside a character or an escaped sign', () => {
    for (let max = 10; max < 30; max++) {
      const text = 'ab&amp;😀&lt;'.repeat(20);
      const parts = partText(text, max);
      expect(parts.join('')).toBe(text);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(max);
        expect(part.isWellFormed()).toBe(true);
        expect(part).not.toMatch(/&(?!amp;|lt;)/);
      }
    }
  });
});
