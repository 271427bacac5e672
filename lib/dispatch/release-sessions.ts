import { type OrderedSession, releaseHeads } from './session-repo.ts';

/** After their events were processed, lets what may go first in its session go; elsewhere nothing is done. */
export async function releaseSessions(
  destinations: readonly { id: string; ordered: boolean }[],
  sessionIds: readonly (string | null)[],
): Promise<void> {
  const ordered = destinations.filter((destination) => destination.ordered);
  const sessions = [...new Set(sessionIds)].flatMap((session_key): OrderedSession[] =>
    session_key === null ? [] : ordered.map(({ id }) => ({ destination_id: id, session_key })),
  );
  if (sessions.length > 0) await releaseHeads(sessions);
}
