import { describe, expect, it } from 'vitest';
import { isWebhookSecret, newWebhookSecret, signWebhook, verifyWebhook } from '#lib/platform/signature.ts';

// The example of the Standard Webhooks libraries.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const AT = new Date(1_614_265_330_000);
const BODY = '{"test": 2432232314}';
const EXAMPLE = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('webhook signatures', () => {
  it('equal the published example', () => {
    expect(signWebhook(SECRET, { id: EXAMPLE['webhook-id'], at: AT, body: BODY })).toEqual(EXAMPLE);
    expect(verifyWebhook(SECRET, BODY, { headers: EXAMPLE, now: AT })).toBe(true);
  });

  it('are found among several', () => {
    const headers = { ...EXAMPLE, 'webhook-signature': `v1,AAAA v1a,x ${EXAMPLE['webhook-signature']}` };
    expect(verifyWebhook(SECRET, BODY, { headers, now: AT })).toBe(true);
  });

  it.each([
    ['another body', `${BODY} `, EXAMPLE],
    ['another id', BODY, { ...EXAMPLE, 'webhook-id': 'msg_other' }],
    ['another time', BODY, { ...EXAMPLE, 'webhook-timestamp': '1614265331' }],
    [
      'another version',
      BODY,
      { ...EXAMPLE, 'webhook-signature': EXAMPLE['webhook-signature'].replace('v1,', 'v2,') },
    ],
    ['no signature', BODY, { ...EXAMPLE, 'webhook-signature': '' }],
    ['a time that is no number', BODY, { ...EXAMPLE, 'webhook-timestamp': '1614265330.0' }],
  ])('fail with %s', (_name, body, headers) => {
    expect(verifyWebhook(SECRET, body, { headers, now: AT })).toBe(false);
  });

  it('fail five minutes and a second away, in both directions', () => {
    for (const seconds of [301, -301]) {
      const now = new Date(AT.getTime() + seconds * 1000);
      expect(verifyWebhook(SECRET, BODY, { headers: EXAMPLE, now })).toBe(false);
    }
  });

  it('fail with another secret', () => {
    expect(verifyWebhook(newWebhookSecret(), BODY, { headers: EXAMPLE, now: AT })).toBe(false);
  });

  it('take secrets of 24 to 64 bytes', () => {
    expect(isWebhookSecret(newWebhookSecret())).toBe(true);
    expect(isWebhookSecret(`whsec_${Buffer.alloc(23).toString('base64')}`)).toBe(false);
    expect(isWebhookSecret(`whsec_${Buffer.alloc(65).toString('base64')}`)).toBe(false);
    expect(isWebhookSecret(Buffer.alloc(32).toString('base64'))).toBe(false);
  });
});
