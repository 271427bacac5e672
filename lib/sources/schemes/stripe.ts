import { randomToken } from '#lib/platform/crypto.ts';
import { firstLabel, keptId, memberOf } from './labels.ts';
import type { Scheme } from './scheme.ts';
import { anySecret, hasHmac, hmacText, secondsMs } from './signing.ts';

const FORM = { hash: 'sha256', encoding: 'hex' } as const;

/** `t=1492774577,v1=…,v1=…,v0=…`: what is not v1 is left aside, so that nobody is led to a weaker scheme. */
function parse(header: string): { time: string | null; signatures: string[] } {
  const pairs = header.split(',').map((part): [string, string] => {
    const at = part.indexOf('=');
    return [part.slice(0, at).trim(), part.slice(at + 1)];
  });
  const times = pairs.filter(([name]) => name === 't');
  const signatures = pairs.filter(([name]) => name === 'v1').map(([, value]) => value);
  return { time: times.length === 1 ? (times[0]?.[1] ?? null) : null, signatures };
}

/** https://docs.stripe.com/webhooks#verify-manually */
export const stripe: Scheme<unknown> = {
  signature: {
    claim: ({ headers, body }) => {
      const { time, signatures } = parse(headers.get('stripe-signature') ?? '');
      const atMs = secondsMs(time);
      return atMs === null || signatures.length === 0
        ? null
        : { signatures, content: [`${time}.`, body], atMs };
    },
    isSignedWith: (claim, key) => hasHmac(claim, FORM, { key }),
    sign: ({ body, atMs }, key) => {
      const time = Math.floor(atMs / 1_000);
      return { 'Stripe-Signature': `t=${time},v1=${hmacText(FORM, key, [`${time}.`, body])}` };
    },
    makeSecret: () => `whsec_${randomToken(32)}`,
    secretFault: anySecret,
  },
  eventsOf: (data) => [{ id: keptId(memberOf(data, 'id')), name: firstLabel(memberOf(data, 'type')), data }],
  sample: (id) => ({
    headers: {},
    body: {
      id: `evt_${id.replaceAll('-', '')}`,
      object: 'event',
      type: 'charge.succeeded',
      livemode: false,
      data: { object: { id: 'ch_sample', object: 'charge', amount: 1_000, currency: 'eur' } },
    },
  }),
};
