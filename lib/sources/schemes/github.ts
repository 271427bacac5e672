import { randomToken } from '#lib/platform/crypto.ts';
import { firstLabel, keptId } from './labels.ts';
import type { Scheme } from './scheme.ts';
import { anySecret, hasHmac, hmacText } from './signing.ts';

const FORM = { hash: 'sha256', encoding: 'hex' } as const;
const PREFIX = 'sha256=';

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const github: Scheme<unknown> = {
  signature: {
    claim: ({ headers, body }) => {
      const given = headers.get('x-hub-signature-256');
      return given?.startsWith(PREFIX) ? { signatures: [given], content: [body], atMs: null } : null;
    },
    isSignedWith: (claim, key) => hasHmac(claim, FORM, { key, prefix: PREFIX }),
    sign: ({ body }, key) => ({ 'X-Hub-Signature-256': PREFIX + hmacText(FORM, key, [body]) }),
    makeSecret: () => randomToken(32),
    secretFault: anySecret,
  },
  eventsOf: (data, { headers }) => [
    { id: keptId(headers.get('x-github-delivery')), name: firstLabel(headers.get('x-github-event')), data },
  ],
  sample: (id) => ({
    headers: { 'X-GitHub-Event': 'ping', 'X-GitHub-Delivery': id },
    body: { zen: 'Keep it logically awesome.', hook_id: 1, repository: { full_name: 'example/sample' } },
  }),
};
