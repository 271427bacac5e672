import { AppError } from '#lib/platform/errors.ts';
import { settleAccessToken, TOKEN_FAULT_WORDS } from './authenticate-access-token.ts';

/**
 * Says whether an access token counts, for services that ask. Null is a missing header.
 * @throws AppError `unauthenticated` for one that no longer counts, `invalid` for one that never did.
 */
export async function validateAccessToken(token: string | null): Promise<{ msg: string }> {
  if (token === null) throw refusal('unauthenticated', 'Missing Authorization Header');
  const settled = await settleAccessToken(token);
  if (typeof settled === 'object') return { msg: 'Token is valid' };
  const hasCounted = settled === 'expired' || settled === 'revoked';
  throw refusal(hasCounted ? 'unauthenticated' : 'invalid', TOKEN_FAULT_WORDS[settled]);
}

function refusal(code: 'unauthenticated' | 'invalid', msg: string): AppError {
  return new AppError(code, msg, { details: { extra: { msg } } });
}
