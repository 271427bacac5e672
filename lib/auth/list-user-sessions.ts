import { clock } from '#lib/platform/clock.ts';
import type { Page } from '#lib/platform/keyset.ts';
import type { Context } from './context.ts';
import { isSelf } from './is-self.ts';
import { requirePermission } from './require-permission.ts';
import { requireUser } from './require-user.ts';
import type { UserSession } from './schema.ts';
import { findLiveSessions } from './session-repo.ts';

/** Where a user is signed in at the moment, the newest first; everybody may see his own. */
export async function listUserSessions(ctx: Context, userId: string): Promise<Page<UserSession>> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'users:read');
  await requireUser(ctx.db, userId);
  const sessions = await findLiveSessions(ctx.db, userId, clock.now());
  const currentId = ctx.actor.type === 'user' ? ctx.actor.sessionId : null;
  const items = sessions.map((session) => ({
    id: session.id,
    kind: session.kind as UserSession['kind'],
    address: session.address,
    user_agent: session.userAgent,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    current: session.id === currentId,
  }));
  return { items, next: null, prev: null };
}
