import { z } from 'zod';
import { Auth, refuseTwoAuthorizations } from './auth-config.ts';
import { field } from './field-config.ts';
import { Headers, SECRET_MASK, Url } from './shared-config.ts';

/** By the scheme of Standard Webhooks: a shared secret of 24 to 64 bytes, or an ed25519 key without or with its public half. */
const SECRET_FORMS = {
  v1: /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/,
  v1a: /^whsk_(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/,
} as const;

export const HttpConfig = z
  .strictObject({
    url: Url,
    method: field(z.enum(['POST', 'PUT']), { title: 'Method' }).default('POST'),
    auth: Auth,
    headers: Headers,
    /** Left out, as it is signed already. */
    signature: field(z.enum(['v1', 'v1a']), {
      title: 'Signature',
      description:
        'As Standard Webhooks says, in the header webhook-signature. With v1 the receiver has the same secret, with v1a a public key. Rotating the secret can change it.',
      labels: { v1: 'HMAC-SHA256 (v1)', v1a: 'Ed25519 (v1a)' },
    }).optional(),
    signing_secret: field(z.string().max(200), {
      title: 'Signing secret',
      description: 'Left empty, one is made, or the stored one stays. A secret that is made is shown once.',
      placeholder: 'whsec_… or whsk_…',
      secret: true,
    }).optional(),
    /** What `v1a` signatures are checked with. */
    public_key: field(z.string(), { title: 'Public key', managed: true }).optional(),
    /** Replaced secrets by the time until which they still sign. */
    retiring_secrets: field(z.record(z.iso.datetime(), z.string()), {
      title: 'Retiring secrets',
      managed: true,
      secret: true,
    }).optional(),
  })
  .superRefine(refuseTwoAuthorizations)
  .superRefine(({ signature, signing_secret: secret }, context) => {
    if (secret === undefined || secret === SECRET_MASK) return;
    const scheme = signature ?? (secret.startsWith('whsk_') ? 'v1a' : 'v1');
    if (SECRET_FORMS[scheme].test(secret)) return;
    const message =
      scheme === 'v1'
        ? 'has to be whsec_ and 24 to 64 bytes in base64'
        : 'has to be whsk_ and an ed25519 key in base64; rotating makes one';
    context.addIssue({ code: 'custom', path: ['signing_secret'], message });
  });
export type HttpConfig = z.infer<typeof HttpConfig>;
