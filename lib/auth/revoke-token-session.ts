import { inTransaction } from '#lib/platform/db.ts';
import { readAccessToken } from './access-token.ts';
import type { Context } from './context.ts';
import { endSession } from './end-session.ts';
import { isSelf } from './is-self.ts';
import { userRefreshTokens } from './refresh-token.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { findSessionById } from './session-repo.ts';
import { heldNames } from './user-repo.ts';

export type TokenSession = { userId: string; sessionId: string };

/**
 * The session that a user's access or refresh token was made in; null for any other text, and for one that
 * has expired.
 */
export async function sessionOfToken(token: string): Promise<TokenSession | null> {
  const refresh = userRefreshTokens.parse(token);
  if (refresh) {
    const session = await findSessionById(refresh.sessionId);
    return session && { userId: session.userId, sessionId: session.id };
  }
  const claims = await readAccessToken(token);
  return typeof claims === 'string' ? null : claims;
}

/**
 * Ends the session of a token: the caller's own, or anybody's by who manages permissions. One that is over
 * stays over.
 */
export async function revokeTokenSession(ctx: Context, { userId, sessionId }: TokenSession): Promise<void> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'permissions_admin');
  await inTransaction(ctx, async (tx) => {
    if (!isSelf(ctx, userId)) requireReach(ctx, await heldNames(tx.db, userId));
    await endSession(tx, { userId, sessionId, reason: 'token revoked' });
  });
}
