import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { networkOf } from '#lib/platform/network.ts';
import { isHashOf, refreshTokenAge } from '#lib/platform/refresh-token.ts';
import { isAdmitted } from './is-admitted.ts';
import { findClient } from './repo.ts';
import { clientRefreshTokens, endOfSession, pairOf, type SessionPair } from './session-pair.ts';
import { type ClientSessionRow, findSession, revokeSession, rotateToken } from './session-repo.ts';

const refusal = (): AppError =>
  new AppError('unauthenticated', 'The refresh token is unknown, expired or spent: open a new session.');

/** Somebody holds a copy: neither he nor the owner can be told apart, so the session ends for both. */
async function revokeForReuse(ctx: Context, { id, clientId }: ClientSessionRow, name: string): Promise<void> {
  log.warn({ sessionId: id, clientId, address: ctx.address }, 'a spent refresh token was used again');
  const actor = { type: 'client', id: clientId, name, allowedCategories: [] } as const;
  await inTransaction({ ...ctx, actor }, async (own) => {
    if (!(await revokeSession(own.db, id, clock.now()))) return;
    const subject = { subjectType: 'client_session', subjectId: id } as const;
    const after = { reason: 'refresh token reused' };
    await recordAudit(own, { action: 'client_sessions.revoke', ...subject, after });
    await notifyChange(own.db, 'client_session', id);
  });
}

/**
 * Exchanges a refresh token for a new pair and spends it; within 10 s a repeat gets the same pair.
 * @throws AppError `unauthenticated` (unknown, expired, or reused: which ends the session), `forbidden` (from
 * another network than the session's: the token stays good).
 */
export async function refreshClientSession(ctx: Context, refreshToken: string): Promise<SessionPair> {
  const token = clientRefreshTokens.parse(refreshToken);
  const session = token && (await findSession(token.sessionId));
  const client = session && (await findClient(ctx.db, session.clientId));
  if (!token || !session || !client) throw refusal();
  const now = clock.now();
  const spent = sha256(refreshToken);
  const age = refreshTokenAge(session, spent, now);
  if (age === 'reused') {
    await revokeForReuse(ctx, session, client.name);
    throw refusal();
  }
  if (session.network !== networkOf(ctx.address)) {
    throw new AppError('forbidden', 'The address has changed since the session began: open a new session.');
  }
  if (session.revokedAt || session.expiresAt <= now || !isAdmitted(client, ctx.address, now)) throw refusal();
  const next = clientRefreshTokens.next(token);
  if (age === 'repeated') return pairOf(session, next);
  const renewed = { ...session, refreshedAt: now, expiresAt: endOfSession(session.createdAt, now) };
  const rotation = { spent, next: sha256(next), now, expiresAt: renewed.expiresAt };
  if (await rotateToken(session.id, rotation)) return pairOf(renewed, next);
  // Another request with the same token was faster, or the session ended meanwhile: the row knows.
  const settled = await findSession(session.id);
  if (!settled || settled.revokedAt || !isHashOf(settled.tokenHash, rotation.next)) throw refusal();
  return pairOf(settled, next);
}
