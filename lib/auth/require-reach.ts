import { AppError } from '#lib/platform/errors.ts';
import type { Actor, Context } from './context.ts';
import { ALL_PERMISSIONS } from './permissions.ts';

const holds = (actor: Actor, permission: string): boolean =>
  actor.type === 'system' ||
  (actor.type === 'user' && (actor.permissions.has(ALL_PERMISSIONS) || actor.permissions.has(permission)));

/**
 * Nobody gives what he does not hold, nor changes somebody who holds more.
 * @throws AppError `forbidden`, which names what the actor lacks.
 */
export function requireReach(ctx: Pick<Context, 'actor'>, permissions: readonly string[]): void {
  const lacking = permissions.filter((permission) => !holds(ctx.actor, permission));
  if (lacking.length === 0) return;
  throw new AppError('forbidden', `This reaches beyond your own permissions: ${lacking.join(', ')}.`, {
    details: { extra: { permissions: lacking } },
  });
}
