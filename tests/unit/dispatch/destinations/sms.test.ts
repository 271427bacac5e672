import { describe, expect, it } from 'vitest';
import { contractOf } from '#lib/dispatch/registry.ts';
import { MESSAGE, sendTo, testIo } from '#tests/support/destination-suite.ts';
import { describeHttpDestination } from '#tests/support/http-destination-suite.ts';
import { type PeerAnswer, startHttpPeer } from '#tests/support/peer-http.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const KEY = `SK${'1'.repeat(32)}`;
const SERVICE = `MG${'2'.repeat(32)}`;
const SECRET = 'auth-token-0123456789';
const TO = '+441632960001';
const twilio = (origin: string, more: object = {}) => ({
  type: 'twilio',
  account_sid: ACCOUNT,
  secret: SECRET,
  sender: { type: 'number', from: '+441632960999' },
  api_url: origin,
  ...more,
});
const config = (origin: string) => ({ provider: twilio(origin), to: TO });

/** As Twilio answers when it has queued a message. */
const queued: PeerAnswer = (_call, response) =>
  response
    .writeHead(201, { 'content-type': 'application/json' })
    .end(JSON.stringify({ sid: `SM${'3'.repeat(32)}`, status: 'queued', error_code: null }));

describeHttpDestination({
  kind: 'sms',
  config,
  secrets: [SECRET, Buffer.from(`${ACCOUNT}:${SECRET}`).toString('base64')],
  accept: queued,
});

describe('sms', () => {
  const send = async (given: (origin: string) => object, answer: PeerAnswer = queued, message = MESSAGE) => {
    await using peer = await startHttpPeer(answer);
    const outcome = await sendTo('sms', given(peer.origin), testIo(peer.allow), message);
    return {
      outcome,
      call: peer.calls[0],
      form: Object.fromEntries(new URLSearchParams(peer.calls[0]?.body)),
    };
  };
  const basic = (name: string): string => `Basic ${Buffer.from(`${name}:${SECRET}`).toString('base64')}`;

  it('asks for a message as Twilio wants to be asked', async () => {
    const { call, form, outcome } = await send(config);
    expect(call).toMatchObject({
      method: 'POST',
      path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization: basic(ACCOUNT),
      },
    });
    expect(form).toEqual({ To: TO, From: '+441632960999', Body: 'shop: order paid' });
    expect(outcome).toMatchObject({ result: 'delivered', statusCode: 201 });
    expect(outcome.request.headers.authorization).toBe('Basic ••••••••');
  });

  it('signs in with an API key, and sends from a messaging service', async () => {
    const sender = { type: 'service', messaging_service_sid: SERVICE };
    const { call, form } = await send((origin) => ({
      provider: twilio(origin, { key_sid: KEY, sender }),
      to: TO,
      text: '{{event.body}}',
    }));
    expect(call?.headers.authorization).toBe(basic(KEY));
    expect(form).toEqual({
      To: TO,
      MessagingServiceSid: SERVICE,
      Body: 'card ************1111 “ok”',
    });
  });

  it('says what Twilio refuses, with its number', async () => {
    const { outcome } = await send(config, (_call, response) =>
      response.writeHead(400).end(
        JSON.stringify({
          code: 21211,
          message: "Invalid 'To' Phone Number",
          more_info: 'https://www.twilio.com/docs/errors/21211',
          status: 400,
        }),
      ),
    );
    expect(outcome).toMatchObject({
      result: 'refused',
      statusCode: 400,
      error: "Answered 400: 21211 Invalid 'To' Phone Number.",
    });
  });

  it('waits when it is told that it is too much', async () => {
    const { outcome } = await send(config, (_call, response) =>
      response
        .writeHead(429, { 'retry-after': '3' })
        .end(JSON.stringify({ code: 20429, message: 'Too Many Requests', status: 429 })),
    );
    expect(outcome).toMatchObject({ result: 'refused', statusCode: 429, retryAfterMs: 3_000 });
  });

  it.each(['<html>', '{}', '[]', ''])('takes 200 with %j for no success', async (body) => {
    const { outcome } = await send(config, (_call, response) => response.end(body));
    expect(outcome).toMatchObject({
      result: 'refused',
      error: 'The answer names no message that was taken.',
    });
  });

  it('cuts what is longer than 1,600 characters, never in the middle of one', async () => {
    const event = { ...MESSAGE.event, data: { body: `x${'😀'.repeat(1_500)}` } };
    const text = { text: '{{event.body}}' };
    const { form } = await send((origin) => ({ ...config(origin), ...text }), queued, { ...MESSAGE, event });
    expect(form.Body?.length).toBeLessThanOrEqual(1_600);
    expect(form.Body?.length).toBeGreaterThan(1_595);
    expect(form.Body?.isWellFormed()).toBe(true);
    expect(form.Body?.endsWith('…')).toBe(true);
  });

  it('has one recipient, by an international number', () => {
    const parse = (to: unknown) =>
      contractOf('sms').config.safeParse({ ...config('https://a.b'), to }).success;
    expect(parse(TO)).toBe(true);
    for (const to of ['01632 960001', '+0441632960001', `${TO},${TO}`, [TO]]) expect(parse(to)).toBe(false);
  });
});
