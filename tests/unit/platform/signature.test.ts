import { describe, expect, it } from 'vitest';
import {
  isWebhookSecret,
  newWebhookSecret,
  signWebhook,
  verifyWebhook,
  webhookPublicKey,
} from '#lib/platform/signature.ts';

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

describe('signatures by a private key', () => {
  // RFC 8032 section 7.1, test 2: one byte, 72.
  const SEED = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
  const PUBLIC = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
  const key = `whsk_${Buffer.from(SEED + PUBLIC, 'hex').toString('base64')}`;
  const publicKey = `whpk_${Buffer.from(PUBLIC, 'hex').toString('base64')}`;

  it('are checked with the public half, which follows from the private one', () => {
    expect(webhookPublicKey(key)).toBe(publicKey);
    expect(webhookPublicKey(`whsk_${Buffer.from(SEED, 'hex').toString('base64')}`)).toBe(publicKey);
    const headers = signWebhook(key, { id: 'm1', at: AT, body: BODY });
    expect(headers['webhook-signature']).toMatch(/^v1a,[\w+/]{86}==$/);
    expect(verifyWebhook(publicKey, BODY, { headers, now: AT })).toBe(true);
    expect(verifyWebhook(publicKey, `${BODY} `, { headers, now: AT })).toBe(false);
    const other = webhookPublicKey(newWebhookSecret('v1a'));
    expect(verifyWebhook(other, BODY, { headers, now: AT })).toBe(false);
  });

  it('stand beside those by other secrets, each found by its own receiver', () => {
    const headers = signWebhook([key, SECRET], { id: 'm1', at: AT, body: BODY });
    expect(headers['webhook-signature'].split(' ').map((one) => one.split(',')[0])).toEqual(['v1a', 'v1']);
    expect(verifyWebhook(publicKey, BODY, { headers, now: AT })).toBe(true);
    expect(verifyWebhook(SECRET, BODY, { headers, now: AT })).toBe(true);
  });
});
