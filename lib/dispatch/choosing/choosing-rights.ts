import type { Actor } from '#lib/auth/context.ts';
import { holdsPermission } from '#lib/auth/require-permission.ts';

/** What somebody may do while writing a destination, besides writing it. */
export function choosingRights(actor: Actor): { mayTry: boolean; mayReveal: boolean; mayUnmask: boolean } {
  const mayReveal = holdsPermission(actor, 'findings:reveal');
  return {
    mayTry: holdsPermission(actor, 'events:read'),
    mayReveal,
    mayUnmask: mayReveal && holdsPermission(actor, 'destinations:unmasked'),
  };
}
