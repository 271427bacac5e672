import { createHmac, randomUUID } from 'node:crypto';
import { clock } from '#lib/platform/clock.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = part({ alg: 'HS256', typ: 'JWT' });

export type MintInput = { clientId: string; secretKey: string; lifetimeSeconds: number };

/** The token a client signs itself: HS256, the key being the UTF-8 text of its secret_key. */
export function mintClientToken({ clientId, secretKey, lifetimeSeconds }: MintInput): string {
  const iat = Math.floor(clock.now().getTime() / 1_000);
  const claims = {
    jti: randomUUID(),
    gty: 'client-credentials',
    sub: clientId,
    iat,
    exp: iat + lifetimeSeconds,
  };
  const text = `${HEADER}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secretKey).update(text).digest('base64url')}`;
}
