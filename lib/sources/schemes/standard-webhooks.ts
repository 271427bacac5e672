import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { firstLabel, keptId, memberOf } from './labels.ts';
import type { Claim, Scheme } from './scheme.ts';
import { hasHmac, hmacText, secondsMs } from './signing.ts';

const FORM = { hash: 'sha256', encoding: 'base64' } as const;
const SECRET = 'whsec_';
const PUBLIC_KEY = 'whpk_';
const ED25519_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** Of the key of an HMAC, as the specification bounds it. */
const HMAC_BYTES = { min: 24, max: 64 };

/** The bytes of a text in base64, or null when it is none. */
function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : null;
}

const isPublicKey = (secret: string): boolean => secret.startsWith(PUBLIC_KEY);
const keyOf = (secret: string): Buffer | null =>
  bytesOf(secret.replace(isPublicKey(secret) ? PUBLIC_KEY : SECRET, ''));

function hasEd25519({ signatures, content }: Claim, secret: string): boolean {
  const x = keyOf(secret)?.toString('base64url');
  if (x === undefined) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signed = Buffer.concat(content.map((piece) => Buffer.from(piece as string)));
  return signatures.some((given) => {
    const signature = given.startsWith('v1a,') ? bytesOf(given.slice(4)) : null;
    return signature?.byteLength === SIGNATURE_BYTES && verify(null, signed, key, signature);
  });
}

function secretFault(secret: string): string | null {
  const size = keyOf(secret)?.byteLength;
  if (size === undefined) return 'has to be whsec_ or whpk_ and base64';
  if (isPublicKey(secret)) return size === ED25519_BYTES ? null : 'has to be whpk_ and 32 bytes in base64';
  const fits = size >= HMAC_BYTES.min && size <= HMAC_BYTES.max;
  return fits ? null : 'has to be whsec_ and 24 to 64 bytes in base64';
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, version 1.0.0 */
export const standardWebhooks: Scheme<unknown> = {
  signature: {
    claim: ({ headers, body }) => {
      const [id, time] = [headers.get('webhook-id'), headers.get('webhook-timestamp')];
      const signatures = (headers.get('webhook-signature') ?? '').split(' ').filter((text) => text !== '');
      const atMs = secondsMs(time);
      if (!id || atMs === null || signatures.length === 0) return null;
      return { signatures, content: [`${id}.${time}.`, body], atMs };
    },
    isSignedWith: (claim, secret) => {
      if (isPublicKey(secret)) return hasEd25519(claim, secret);
      const key = keyOf(secret);
      return key !== null && hasHmac(claim, FORM, { key, prefix: 'v1,' });
    },
    sign: ({ body, id, atMs }, secret) => {
      const key = isPublicKey(secret) ? null : keyOf(secret);
      if (key === null) return null;
      const time = String(Math.floor(atMs / 1_000));
      const signature = `v1,${hmacText(FORM, key, [`${id}.${time}.`, body])}`;
      return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
    },
    makeSecret: () => SECRET + randomBytes(32).toString('base64'),
    secretFault,
  },
  eventsOf: (data, { headers }) => [
    { id: keptId(headers.get('webhook-id')), name: firstLabel(memberOf(data, 'type')), data },
  ],
  sample: () => ({
    headers: {},
    body: { type: 'contact.created', timestamp: '2022-11-03T20:26:10.344522Z', data: { id: 'sample' } },
  }),
};
