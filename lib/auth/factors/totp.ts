import { Secret, TOTP } from 'otpauth';
import { clock } from '#lib/platform/clock.ts';
import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import type { AuthenticatorRow } from './repo.ts';

const PERIOD_SECONDS = 30;

/** RFC 6238 as every authenticator knows it: SHA-1, six digits, half a minute. */
const totpOf = (secret: string, email: string): TOTP =>
  new TOTP({
    issuer: 'The Eye',
    label: email,
    secret: Secret.fromBase32(secret),
    ...{ algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS },
  });

/** 160 random bits, as RFC 4226 section 4 recommends; in base32, and as the address that a QR code shows. */
export function makeTotp(email: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: totpOf(secret, email).toString() };
}

export const sealTotp = (id: string, secret: string): string =>
  sealSecret(secret, sealedPlace('authenticators.sealed', id));

/** The time step that a code belongs to, of this one and the two beside it; null for a wrong code. */
export function stepOfCode(
  { id, sealed }: Pick<AuthenticatorRow, 'id' | 'sealed'>,
  code: string,
): number | null {
  const totp = totpOf(openSecret(sealed, sealedPlace('authenticators.sealed', id)), '');
  const timestamp = clock.now().getTime();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + delta;
}
