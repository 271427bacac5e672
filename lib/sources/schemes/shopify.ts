import { randomToken } from '#lib/platform/crypto.ts';
import { firstLabel, keptId } from './labels.ts';
import type { Scheme } from './scheme.ts';
import { anySecret, hasHmac, hmacText } from './signing.ts';

const FORM = { hash: 'sha256', encoding: 'base64' } as const;

/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https: the key is the app's client secret. */
export const shopify: Scheme<unknown> = {
  signature: {
    claim: ({ headers, body }) => {
      const given = headers.get('x-shopify-hmac-sha256');
      return given ? { signatures: [given], content: [body], atMs: null } : null;
    },
    isSignedWith: (claim, key) => hasHmac(claim, FORM, { key }),
    sign: ({ body }, key) => ({ 'X-Shopify-Hmac-Sha256': hmacText(FORM, key, [body]) }),
    makeSecret: () => randomToken(32),
    secretFault: anySecret,
  },
  eventsOf: (data, { headers }) => [
    {
      id: keptId(headers.get('x-shopify-webhook-id')),
      name: firstLabel(headers.get('x-shopify-topic')),
      data,
    },
  ],
  status: 200,
  sample: (id) => ({
    headers: { 'X-Shopify-Topic': 'orders/create', 'X-Shopify-Webhook-Id': id },
    body: { id: 820_982_911_946, test: true, currency: 'EUR', total_price: '10.00' },
  }),
};
