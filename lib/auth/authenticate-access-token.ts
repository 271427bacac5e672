import { AppError } from '#lib/platform/errors.ts';
import { type AccessFault, readAccessToken } from './access-token.ts';
import { type SignedInUser, userOf } from './authenticate-console-session.ts';
import { findLiveSession } from './authz/live-sessions.ts';
import type { SessionFault } from './session-life.ts';

export type TokenFault = Exclude<AccessFault, SessionFault> | SessionFault;

/** What is said about a token that does not count. */
export const TOKEN_FAULT_WORDS: Readonly<Record<TokenFault, string>> = {
  malformed: 'Token is malformed',
  forged: 'Signature verification failed',
  expired: 'Token has expired',
  revoked: 'Token has been revoked',
};

/** The user of an access token whose session is alive, or why it does not count. */
export async function settleAccessToken(token: string): Promise<SignedInUser | TokenFault> {
  const claims = await readAccessToken(token);
  if (typeof claims === 'string') return claims;
  // A session that ran out takes its tokens with it; the token itself has not expired.
  const session = await findLiveSession(claims.sessionId);
  if (session?.kind !== 'api' || session.userId !== claims.userId) return 'revoked';
  return userOf(session);
}

/** @throws AppError `unauthenticated` that says what is wrong with the token. */
export async function authenticateAccessToken(token: string): Promise<SignedInUser> {
  const settled = await settleAccessToken(token);
  if (typeof settled === 'object') return settled;
  const msg = TOKEN_FAULT_WORDS[settled];
  throw new AppError('unauthenticated', msg, { details: { extra: { msg } } });
}
