import { answeredWithin } from '#lib/platform/answered-within.ts';
import { clock } from '#lib/platform/clock.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { sessionFault } from '../session-life.ts';
import { findSessionById, type SessionRow } from '../session-repo.ts';
import { ensureFresh, holds, knownEpoch, type Stamp } from './freshness.ts';

type LiveSession = Pick<
  SessionRow,
  'id' | 'kind' | 'userId' | 'email' | 'name' | 'enabled' | 'lastSeenAt' | 'expiresAt' | 'revokedAt'
>;
type Entry = { session: LiveSession; stamp: Stamp };

const MAX_SESSIONS = 200_000;
const READ_WITHIN_MS = 1_000;

const entries = (): Lru<string, Entry> =>
  processSingleton('authz.live-sessions', () => createLru(MAX_SESSIONS));

const keep = (row: SessionRow): LiveSession => {
  const { id, kind, userId, email, name, enabled, lastSeenAt, expiresAt, revokedAt } = row;
  return { id, kind, userId, email, name, enabled, lastSeenAt, expiresAt, revokedAt };
};

/**
 * A session that is alive, as of at most a second ago in whichever process; null for one that ended. A session that was
 * seen alive is answered without asking the store; that one ended is never remembered, because it may have been used
 * elsewhere since. @throws AppError `unavailable` when it cannot be told.
 */
export async function findLiveSession(id: string): Promise<LiveSession | null> {
  await ensureFresh();
  const known = entries().get(id);
  if (known && holds(known.stamp) && !sessionFault(known.session, clock.now())) return known.session;
  const epoch = knownEpoch();
  const row = await answeredWithin(READ_WITHIN_MS, findSessionById(id));
  if (!row || sessionFault(row, clock.now())) {
    entries().delete(id);
    return null;
  }
  const session = keep(row);
  const tags = [`session:${id}`, `user:${row.userId}`];
  entries().set(id, { session, stamp: { version: row.authzVersion, epoch, tags } });
  return session;
}
