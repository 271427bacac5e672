import { AppError } from '#lib/platform/errors.ts';
import type { PermissionSet } from './authz/permission-set.ts';
import type { Actor, Context } from './context.ts';
import { PERMISSIONS, type Permission } from './permissions.ts';

/** Whether the actor holds what this name stands for: the product itself always, a user by his roles and grants. */
export function holdsNamed(actor: Actor, name: string): boolean {
  if (actor.type === 'system') return true;
  return actor.type === 'user' && actor.held.allows(name);
}

/** The same for a permission that the product itself asks for. */
export function holdsPermission(actor: Actor, permission: Permission): boolean {
  return holdsNamed(actor, permission);
}

/** The first line of every verb. @throws AppError `forbidden`, which names the missing permission. */
export function requirePermission(ctx: Pick<Context, 'actor'>, permission: Permission): void {
  if (!holdsPermission(ctx.actor, permission)) {
    throw new AppError('forbidden', `This needs the permission ${permission}.`, {
      details: { extra: { permission } },
    });
  }
}

/** What the holder may do, by name: of what the product asks for each one that his grants allow, and these themselves. */
export function expandPermissions(held: PermissionSet): string[] {
  const asked = Object.keys(PERMISSIONS).filter((name) => held.allows(name));
  return [...new Set([...held.names, ...asked])].sort();
}
