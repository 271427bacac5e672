import type { Context } from '#lib/auth/context.ts';
import { areFalsePositives, selectSubjects } from '#lib/findings/review-repo.ts';
import { pgClientOf } from '#lib/platform/db.ts';
import { enqueueLater } from '#lib/queue/enqueue.ts';
import { findHidden, wantRestored } from '#lib/slack/removal-repo.ts';

/** Whoever decides by mistake has so long to take it back. */
const UNDO_MS = 30_000;

/**
 * Asks for those messages to be put back of which the decision was about the last finding that is no false positive. What
 * is decided until then is looked at once more.
 */
export async function queueRestores(tx: Context, decisionId: string): Promise<string[]> {
  const subjects = await selectSubjects(tx.db, decisionId);
  if (subjects.length === 0) return [];
  const client = pgClientOf(tx.db);
  const queued: string[] = [];
  for (const { id, subjectIds } of await findHidden(client, subjects)) {
    if (!(await areFalsePositives(tx.db, subjectIds))) continue;
    await wantRestored(client, id, UNDO_MS);
    queued.push(id);
  }
  return queued;
}

/** After the commit; a job that is lost is found by the sweeper. */
export async function enqueueRestores(ids: readonly string[]): Promise<void> {
  for (const id of ids) await enqueueLater('remediate-slack', { id }, UNDO_MS);
}
