import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { holdsNamed } from './require-permission.ts';

/**
 * Nobody gives what he does not hold, nor changes somebody who holds more.
 * @throws AppError `forbidden`, which names what the actor lacks.
 */
export function requireReach(ctx: Pick<Context, 'actor'>, permissions: readonly string[]): void {
  const lacking = permissions.filter((permission) => !holdsNamed(ctx.actor, permission));
  if (lacking.length === 0) return;
  throw new AppError('forbidden', `This reaches beyond your own permissions: ${lacking.join(', ')}.`, {
    details: { extra: { permissions: lacking } },
  });
}
