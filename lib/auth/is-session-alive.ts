import { clock } from '#lib/platform/clock.ts';
import { userOf } from './authenticate-console-session.ts';
import type { UserActor } from './context.ts';
import type { Permission } from './permissions.ts';
import { holdsPermission } from './require-permission.ts';
import { sessionFault } from './session-life.ts';
import { findSessionById } from './session-repo.ts';

/** Whether a user who came in some time ago may still: looks and does not count as use, so that idling ends. */
export async function isSessionAlive(actor: UserActor, permission: Permission): Promise<boolean> {
  const session = await findSessionById(actor.sessionId);
  if (session === null || sessionFault(session, clock.now())) return false;
  return holdsPermission(await userOf(session), permission);
}
