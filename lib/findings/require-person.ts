import type { Context, UserActor } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';

/** A reveal is somebody's: the product itself has nobody to show a value to. @throws AppError `forbidden`. */
export function requirePerson({ actor }: Pick<Context, 'actor'>): UserActor {
  if (actor.type !== 'user') throw new AppError('forbidden', 'Only a user can reveal a finding.');
  return actor;
}
