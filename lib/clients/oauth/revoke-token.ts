import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { revokeTokenSession, sessionOfToken } from '#lib/auth/revoke-token-session.ts';
import { hasExpired } from '#lib/auth/signed-token.ts';
import { isRefusal } from '#lib/platform/compact-jwt.ts';
import { inTransaction } from '#lib/platform/db.ts';
import type { AppError } from '#lib/platform/errors.ts';
import { parseClientToken } from '../client-token.ts';
import { endSession } from '../end-session.ts';
import { markTokenUsed } from '../once-repo.ts';
import { clientRefreshTokens } from '../session-pair.ts';
import { findSession } from '../session-repo.ts';
import { readSessionToken } from '../session-token.ts';
import { type IssuedToken, readIssuedToken } from './issued-token.ts';
import { oauthFault } from './oauth-fault.ts';
import { notifySpent } from './spent-tokens.ts';

/** RFC 7009 section 2.1: a token of somebody else is not revoked, and the caller is told. */
const notIts = (): AppError => oauthFault('invalid_grant', 'The token was not issued to this caller.');

function requireHolder({ actor }: Context, clientId: string): void {
  if (actor.type !== 'client' || actor.id !== clientId) throw notIts();
}

async function revokeIssued(ctx: Context, { clientId, jti, exp }: IssuedToken): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await markTokenUsed(tx.db, { clientId, jti, expiresAt: new Date(exp * 1_000) }))) return;
    const subject = { subjectType: 'client', subjectId: clientId } as const;
    await recordAudit(tx, { action: 'clients.revoke_token', ...subject, after: { jti } });
    await notifySpent(tx.db, { clientId, jti });
  });
}

async function clientSessionOf(token: string): Promise<{ id: string; clientId: string } | null> {
  const id = readSessionToken(token)?.sessionId ?? clientRefreshTokens.parse(token)?.sessionId;
  return id === undefined ? null : findSession(id);
}

/**
 * Revokes a token: a user's with its whole session, a client's own. What is no token of ours, or counts no
 * more, is revoked already (RFC 7009 section 2.2). @throws AppError for a token of somebody else, and for
 * one that a client signed itself.
 */
export async function revokeToken(ctx: Context, token: string | undefined): Promise<void> {
  if (token === undefined) throw oauthFault('invalid_request', 'token is missing.');
  const session = await sessionOfToken(token);
  if (session) {
    if (ctx.actor.type !== 'user') throw notIts();
    return revokeTokenSession(ctx, session);
  }
  const issued = await readIssuedToken(token);
  if (typeof issued === 'object') {
    if (hasExpired(issued)) return;
    requireHolder(ctx, issued.clientId);
    return revokeIssued(ctx, issued);
  }
  const clientSession = await clientSessionOf(token);
  if (clientSession) {
    requireHolder(ctx, clientSession.clientId);
    return endSession(ctx, clientSession.id, 'token revoked');
  }
  if (isRefusal(parseClientToken(token))) return;
  throw oauthFault(
    'unsupported_token_type',
    'A token that a client signed itself ends with its secret alone.',
  );
}
