import { keyedHash } from '#lib/platform/crypto.ts';

/** The signing secret between the demo destination and the demo receiver: this installation's own, stored nowhere. */
export function demoSigningSecret(): string {
  return `whsec_${keyedHash('http receiver', 'demo').toString('base64')}`;
}
