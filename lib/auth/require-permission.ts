import { AppError } from '#lib/platform/errors.ts';
import type { Actor, Context } from './context.ts';
import { ALL_PERMISSIONS, PERMISSIONS, type Permission } from './permissions.ts';

/** Whether the actor holds what this name stands for: the product itself always, a user by his roles and grants. */
export function holdsNamed(actor: Actor, name: string): boolean {
  if (actor.type === 'system') return true;
  return actor.type === 'user' && (actor.permissions.has(name) || actor.permissions.has(ALL_PERMISSIONS));
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

/** What the holder may do, by name: whoever holds everything holds each one. */
export function expandPermissions(held: ReadonlySet<string>): string[] {
  const all = held.has(ALL_PERMISSIONS) ? [...held, ...Object.keys(PERMISSIONS)] : [...held];
  return [...new Set(all)].sort();
}
