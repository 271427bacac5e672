import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { expandPermissions } from './require-permission.ts';
import type { Self } from './schema.ts';
import { findSessionById } from './session-repo.ts';

/** Who calls, what he may do, and by which session. */
export async function describeSelf(ctx: Context): Promise<Self> {
  const { actor } = ctx;
  const session = actor.type === 'user' ? await findSessionById(actor.sessionId) : null;
  if (actor.type !== 'user' || !session) throw new AppError('unauthenticated', 'The session has ended.');
  return {
    user: { id: session.userId, email: session.email, name: session.name },
    permissions: expandPermissions(actor.held),
    session: {
      id: session.id,
      kind: session.kind,
      created_at: session.createdAt.toISOString(),
      last_seen_at: session.lastSeenAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      address: session.address,
      user_agent: session.userAgent,
    },
  };
}
