import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import { requirePermission } from '../require-permission.ts';

const SCOPE = 'authz:check';

/**
 * Who may ask what a user may do: himself, and whoever may ask about everybody.
 * @throws AppError `forbidden`.
 */
export function requireAsker(ctx: Pick<Context, 'actor'>, userId: string): void {
  if (!isSelf(ctx, userId)) requireAskerOfAll(ctx);
}

/** Who may ask about everybody: whoever manages permissions, and clients that were given the scope. */
export function requireAskerOfAll(ctx: Pick<Context, 'actor'>): void {
  const { actor } = ctx;
  if (actor.type === 'client' && actor.scopes?.includes(SCOPE)) return;
  if (actor.type === 'client') {
    throw new AppError('forbidden', `This client needs the scope ${SCOPE}.`, {
      details: { extra: { scope: SCOPE } },
    });
  }
  requirePermission(ctx, 'permissions_admin');
}
