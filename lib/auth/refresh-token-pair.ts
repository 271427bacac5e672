import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { isHashOf, refreshTokenAge } from '#lib/platform/refresh-token.ts';
import { signAccessToken } from './access-token.ts';
import { mayRenewFrom } from './address-binding.ts';
import { TOKEN_FAULT_WORDS } from './authenticate-access-token.ts';
import type { Context } from './context.ts';
import type { TokenPair } from './issue-token-pair.ts';
import { userRefreshTokens } from './refresh-token.ts';
import { sessionFault } from './session-life.ts';
import { findSessionById, revokeSessions, rotateToken, type SessionRow } from './session-repo.ts';

const refuse = (code: 'unauthenticated' | 'invalid' | 'forbidden', msg: string): never => {
  throw new AppError(code, msg, { details: { extra: { msg } } });
};

/** Somebody holds a copy: neither he nor the owner can be told apart, so the session ends for both. */
async function revokeForReuse(ctx: Context, session: SessionRow): Promise<void> {
  log.warn(
    { sessionId: session.id, userId: session.userId, address: ctx.address },
    'a spent refresh token was used again',
  );
  await inTransaction(ctx, async (own) => {
    await revokeSessions(own.db, { userId: session.userId, id: session.id }, clock.now());
    const subject = { subjectType: 'session', subjectId: session.id } as const;
    await recordAudit(own, {
      action: 'sessions.revoke',
      ...subject,
      after: { reason: 'refresh token reused' },
    });
  });
}

/**
 * Exchanges a refresh token for a new pair and spends it; null is a missing header.
 * @throws AppError `invalid` (not one of ours), `unauthenticated` (expired, revoked, or reused: which ends the
 * session), `forbidden` (from elsewhere than the sign-in, as ADDRESS_BINDING has it: the token stays good).
 */
export async function refreshTokenPair(ctx: Context, refreshToken: string | null): Promise<TokenPair> {
  if (refreshToken === null) return refuse('unauthenticated', 'Missing Authorization Header');
  const token = userRefreshTokens.parse(refreshToken);
  if (!token) return refuse('invalid', TOKEN_FAULT_WORDS.forged);
  const now = clock.now();
  const session = await findSessionById(token.sessionId);
  const fault = session ? sessionFault(session, now) : 'revoked';
  if (!session || fault) return refuse('unauthenticated', TOKEN_FAULT_WORDS[fault ?? 'revoked']);
  const spent = sha256(refreshToken);
  const age = refreshTokenAge(session, spent, now);
  if (age === 'reused') {
    await revokeForReuse(ctx, session);
    return refuse('unauthenticated', TOKEN_FAULT_WORDS.revoked);
  }
  if (!(await mayRenewFrom(ctx, session))) {
    return refuse('forbidden', 'The address has changed since the sign-in.');
  }
  const next = userRefreshTokens.next(token);
  if (age === 'current' && !(await rotateToken(session.id, { spent, next: sha256(next), now }))) {
    // Another request with the same token was faster, or the session ended meanwhile: the row knows.
    const settled = await findSessionById(session.id);
    if (!settled || sessionFault(settled, now) || !isHashOf(settled.tokenHash, sha256(next))) {
      return refuse('unauthenticated', TOKEN_FAULT_WORDS.revoked);
    }
  }
  const access_token = await signAccessToken({ userId: session.userId, sessionId: session.id });
  return { access_token, refresh_token: next };
}
