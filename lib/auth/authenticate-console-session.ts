import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { findHolder } from './authz/holders.ts';
import type { UserActor } from './context.ts';
import { sessionFault } from './session-life.ts';
import { findSessionByToken, type SessionRow, touchSession } from './session-repo.ts';

/** A user as he signed in, with the name to greet him by. */
export type SignedInUser = UserActor & { name: string };

const COOKIE = /^[\w-]{43}$/;
const SEEN_EVERY_MS = 60_000;

/** The user behind the console's opaque cookie, or null once the session ended, idled too long or its user was disabled. */
export async function authenticateConsoleSession(
  cookie: string,
  address: string | undefined,
): Promise<SignedInUser | null> {
  if (!COOKIE.test(cookie)) return null;
  const session = await findSessionByToken(sha256(cookie));
  const now = clock.now();
  if (session?.kind !== 'console' || sessionFault(session, now)) return null;
  const staleBefore = new Date(now.getTime() - SEEN_EVERY_MS);
  if (session.lastSeenAt < staleBefore) {
    await touchSession(session.id, staleBefore, { now, address });
  }
  return userOf(session);
}

/** The user of a session with all he may do now. */
export async function userOf(
  session: Pick<SessionRow, 'id' | 'userId' | 'email' | 'name'>,
): Promise<SignedInUser> {
  const { held } = await findHolder(session.userId);
  return {
    type: 'user',
    id: session.userId,
    email: session.email,
    name: session.name,
    held,
    sessionId: session.id,
  };
}
