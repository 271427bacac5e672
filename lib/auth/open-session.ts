import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { randomToken, sha256 } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { permissionSet } from './authz/permission-set.ts';
import type { Context } from './context.ts';
import { userRefreshTokens } from './refresh-token.ts';
import { SESSION_LIFE, type SessionKind } from './session-life.ts';
import { insertSession } from './session-repo.ts';

export type NewSession = { userId: string; email: string; kind: SessionKind; userAgent: string | null };

/** `token` is the console's cookie or the first refresh token; only its hash is kept. */
export type OpenedSession = { sessionId: string; userId: string; token: string; expiresAt: Date };

/** Opens a session for a user whose password was right, with its audit row in his name. */
export async function openSession(
  ctx: Context,
  { userId, email, kind, userAgent }: NewSession,
): Promise<OpenedSession> {
  const sessionId = uuidv7();
  const token = kind === 'console' ? randomToken(32) : userRefreshTokens.make(sessionId);
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + SESSION_LIFE[kind].absoluteMs);
  const actor = { type: 'user', id: userId, email, held: permissionSet([]), sessionId } as const;
  await inTransaction({ ...ctx, actor }, async (own) => {
    await insertSession(own.db, {
      id: sessionId,
      userId,
      kind,
      tokenHash: new Uint8Array(sha256(token)),
      address: ctx.address ?? null,
      userAgent: userAgent?.slice(0, 512) ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
    });
    const subject = { subjectType: 'session', subjectId: sessionId } as const;
    await recordAudit(own, { action: 'sessions.create', ...subject, after: { kind, expires_at: expiresAt } });
  });
  return { sessionId, userId, token, expiresAt };
}
