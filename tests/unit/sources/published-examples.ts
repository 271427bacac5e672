import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { SourceScheme } from '#lib/sources/schema.ts';

export type PublishedExample = {
  title: string;
  scheme: SourceScheme;
  settings?: object;
  secret: string;
  headers: Record<string, string>;
  body: string;
  /** When it was signed, in milliseconds; null where the scheme signs no time. */
  atMs: number | null;
};

/** What stands in front of a raw Ed25519 seed in PKCS #8 (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The public half of a seed, as the specification of Standard Webhooks writes it. */
function publicKeyOf(seed: string): string {
  const der = Buffer.concat([PKCS8_HEAD, Buffer.from(seed, 'base64')]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  const { x = '' } = key.export({ format: 'jwk' });
  return `whpk_${Buffer.from(x, 'base64url').toString('base64')}`;
}

const STANDARD = {
  scheme: 'standard-webhooks',
  body: '{"test": 2432232314}',
  atMs: 1_614_265_330_000,
} as const;
const STANDARD_HEADERS = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330' };

const SLACK_BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V' +
  '&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
  '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
  '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

/** What the providers publish, each with its source; the others publish the way and no example. */
export const PUBLISHED: readonly PublishedExample[] = [
  {
    title: 'GitHub, "Validating webhook deliveries"',
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    scheme: 'github',
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    headers: {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    },
    atMs: null,
  },
  {
    title: 'Slack, "Verifying requests from Slack"',
    // https://docs.slack.dev/authentication/verifying-requests-from-slack
    scheme: 'slack',
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    body: SLACK_BODY,
    headers: {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    atMs: 1_531_420_618_000,
  },
  {
    title: 'Standard Webhooks, HMAC',
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/webhook.test.ts
    ...STANDARD,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    headers: {
      ...STANDARD_HEADERS,
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  },
  {
    title: 'Standard Webhooks, HMAC, among signatures of other keys and versions',
    // The list of signatures: section "Webhook headers (sending metadata to consumers)" of the specification.
    ...STANDARD,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    headers: {
      ...STANDARD_HEADERS,
      'webhook-signature':
        'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,xyz v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  },
  {
    title: 'Standard Webhooks, Ed25519',
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/go/webhook_asymmetric_test.go
    ...STANDARD,
    secret: publicKeyOf('VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk='),
    headers: {
      ...STANDARD_HEADERS,
      'webhook-signature':
        'v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==',
    },
  },
  {
    title: 'RFC 4231, test case 2, through a source of one’s own',
    // https://www.rfc-editor.org/rfc/rfc4231#section-4.3
    scheme: 'generic',
    settings: { header: 'X-Signature' },
    secret: 'Jefe',
    body: 'what do ya want for nothing?',
    headers: { 'x-signature': '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
    atMs: null,
  },
  {
    title: 'RFC 4231, test case 2, as the security receiver is signed',
    scheme: 'sqreen',
    secret: 'Jefe',
    body: 'what do ya want for nothing?',
    headers: { 'x-sqreen-integrity': '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
    atMs: null,
  },
  {
    title: 'RFC 4231, test case 2, in the spelling that Shopify documents',
    // https://shopify.dev/docs/apps/build/webhooks/subscribe/https: the digest of the raw body, in base64.
    scheme: 'shopify',
    secret: 'Jefe',
    body: 'what do ya want for nothing?',
    headers: { 'x-shopify-hmac-sha256': 'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=' },
    atMs: null,
  },
];
