import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import type { SourceScheme } from './schema.ts';
import { schemeOf } from './schemes/registry.ts';

/** Below this length the last characters would give away too much of it. */
const SHOWN_FROM_LENGTH = 16;

export type SealedSecret = { id: string; sealed: string; lastFour: string };

/** A secret as it is kept, and what of it may be shown afterwards. */
export function sealSourceSecret(secret: string): SealedSecret {
  const id = uuidv7();
  const lastFour = secret.length < SHOWN_FROM_LENGTH ? '' : secret.slice(-4);
  return { id, sealed: sealSecret(secret, sealedPlace('source_secrets.sealed', id)), lastFour };
}

/** @throws Error when the ciphertext does not belong to this row. */
export const openSourceSecret = ({ id, sealed }: { id: string; sealed: string }): string =>
  openSecret(sealed, sealedPlace('source_secrets.sealed', id));

/**
 * The secret that a source is to have: the given one, a made one where none was given, null where there is none.
 * @throws AppError `invalid` when it has not the form of the scheme, or the scheme knows no secrets.
 */
export function chosenSecret(scheme: SourceScheme, given: string | null | undefined): string | null {
  const { signature } = schemeOf(scheme);
  if (given === null || (given === undefined && !signature)) return null;
  if (given === undefined) return signature?.makeSecret() ?? null;
  const message = signature ? signature.secretFault(given) : 'is of no use where nothing is verified';
  if (message === null) return given;
  throw new AppError('invalid', `The secret ${message}.`, {
    details: { errors: [{ path: 'secret', message }] },
  });
}
