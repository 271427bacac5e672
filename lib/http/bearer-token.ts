import { AppError } from '#lib/platform/errors.ts';

const BEARER = /^Bearer ([^\s,]+)$/i;

/**
 * The bearer token of `Authorization`, or of `Authentication`, the name that clients of the first system use.
 * Null without either. @throws AppError `invalid` when both are there and differ, `unauthenticated` when the
 * header is no single bearer token.
 */
export function bearerToken(headers: { get(name: string): string | null }): string | null {
  const standard = headers.get('authorization');
  const old = headers.get('authentication');
  if (standard !== null && old !== null && standard !== old) {
    throw new AppError('invalid', 'Authorization and Authentication are both present and differ.', {
      details: { errors: [{ path: 'Authentication', message: 'differs from Authorization' }] },
    });
  }
  const header = standard ?? old;
  if (header === null) return null;
  const token = BEARER.exec(header.trim())?.[1];
  if (token === undefined) {
    const msg = 'The Authorization header has to be "Bearer" and one token.';
    throw new AppError('unauthenticated', msg, { details: { extra: { msg } } });
  }
  return token;
}
