import type { Db } from '#lib/platform/db.ts';
import { selectEventFindings } from './read-repo.ts';
import type { Finding } from './schema.ts';

/** What was caught in one event, masked. Whoever may read the event may read this. */
export async function listEventFindings(db: Db, eventId: string): Promise<Finding[]> {
  return selectEventFindings(db, eventId);
}
