import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import { requirePermission } from '../require-permission.ts';

const SCOPE = 'authz:check';

/**
 * Who may ask what a user may do: himself, whoever manages permissions, and clients that were given the scope.
 * @throws AppError `forbidden`.
 */
export function requireAsker(ctx: Pick<Context, 'actor'>, userId: string): void {
  const { actor } = ctx;
  if (isSelf(ctx, userId)) return;
  if (actor.type === 'client' && actor.scopes?.includes(SCOPE)) return;
  if (actor.type === 'client') {
    throw new AppError('forbidden', `This client needs the scope ${SCOPE}.`, {
      details: { extra: { scope: SCOPE } },
    });
  }
  requirePermission(ctx, 'permissions_admin');
}
