import { isDeepStrictEqual } from 'node:util';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import {
  insertSteps,
  lockFindings,
  type NewStep,
  type Review,
  selectDecided,
  writeReview,
} from './review-repo.ts';

/** How many findings are as before, and how many something else has changed since. */
export type Undone = { restored: number; left: number };

/**
 * Takes a decision back: its findings are as before it, except those that something else has changed since.
 * @throws AppError `not_found` when there is no such decision, or it was undone.
 */
export async function undoDecision(ctx: Context, decisionId: string): Promise<Undone> {
  requirePermission(ctx, 'findings:decide');
  return inTransaction(ctx, async (tx) => {
    const decided = new Map((await selectDecided(tx.db, decisionId)).map((step) => [step.findingId, step]));
    if (decided.size === 0) throw new AppError('not_found', 'There is no decision with this id to undo.');
    const rows = await lockFindings(tx.db, [...decided.keys()]);
    const undone = rows.flatMap(({ id, ...now }) => {
      const step = decided.get(id);
      return step && isDeepStrictEqual(now, step.after) ? [{ id, from: step.after, to: step.before }] : [];
    });
    const at = clock.now();
    const groups = Map.groupBy(undone, ({ to }) => JSON.stringify(to));
    for (const group of groups.values()) {
      const review = group[0]?.to as Review;
      await writeReview(
        tx.db,
        group.map(({ id }) => id),
        { review, at },
      );
    }
    const steps = undone.map(
      ({ id, from, to }): NewStep => ({
        findingId: id,
        kind: 'undone',
        actorId: tx.actor.type === 'user' ? tx.actor.id : null,
        actorName: actorName(tx.actor),
        decisionId,
        before: from,
        after: to,
      }),
    );
    await insertSteps(tx.db, steps, at);
    const counts = { restored: undone.length, left: decided.size - undone.length };
    await recordAudit(tx, {
      action: 'findings.undo',
      subjectType: 'finding',
      subjectId: decisionId,
      after: counts,
    });
    return counts;
  });
}
