import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import {
  countFindings,
  insertSteps,
  lockFindings,
  type Review,
  type ReviewedRow,
  selectIds,
  writeReview,
} from './review-repo.ts';
import { type DecisionResult, type FindingDecision, type FindingState, MAX_DECIDED } from './schema.ts';
import { stillToDecide } from './still-to-decide.ts';

const userId = ({ actor }: Context): string | null => (actor.type === 'user' ? actor.id : null);

/**
 * Moves findings to a state, in one transaction with the step in the history of each and one audit row. Whatever somebody
 * else has moved on since the reviewer looked stays as it is and is named. In one call a filter reaches at most
 * 1,000 that are not yet as it says; `remaining` says how many are left for further calls.
 * @throws AppError `not_found` for an id that is none.
 */
export async function decideFindings(ctx: Context, decision: FindingDecision): Promise<DecisionResult> {
  requirePermission(ctx, 'findings:decide');
  const where = await stillToDecide(ctx, decision);
  return inTransaction(ctx, async (tx) => {
    const ids = decision.ids ?? (await selectIds(tx.db, where ?? {}, MAX_DECIDED)).map(({ id }) => id);
    const rows = await lockFindings(tx.db, ids);
    if (decision.ids) refuseUnknown(decision.ids, rows);
    const seen = decision.seen_state;
    const [moved, fit] = [
      rows.filter(({ state }) => seen && state !== seen),
      rows.filter(({ state }) => !seen || state === seen),
    ];
    const decisionId = uuidv7();
    await change(tx, { decision, decisionId, rows: fit });
    return {
      decision_id: decisionId,
      changed: fit.length,
      conflicts: moved.map(({ id, state }) => ({ id, state: state as FindingState })),
      remaining: where === null ? 0 : await countFindings(tx.db, where),
    };
  });
}

type Change = { decision: FindingDecision; decisionId: string; rows: readonly ReviewedRow[] };

async function change(tx: Context, { decision, decisionId, rows }: Change): Promise<void> {
  if (rows.length === 0) return;
  const { state, reason, note } = decision;
  const review: Review = { state, reason, assigneeId: state === 'open' ? null : userId(tx) };
  const [ids, at] = [rows.map(({ id }) => id), clock.now()];
  await writeReview(tx.db, ids, { review, at });
  const actor = { actorId: userId(tx), actorName: actorName(tx.actor) };
  const steps = rows.map(({ id, ...before }) => ({
    findingId: id,
    kind: 'decided' as const,
    ...actor,
    decisionId,
    before,
    after: review,
    note,
  }));
  await insertSteps(tx.db, steps, at);
  await recordAudit(tx, {
    action: 'findings.decide',
    subjectType: 'finding',
    subjectId: ids.length === 1 ? (ids[0] as string) : decisionId,
    after: { state, reason, findings: ids.length, ids: ids.slice(0, 100) },
  });
}

function refuseUnknown(ids: readonly string[], rows: readonly ReviewedRow[]): void {
  const known = new Set(rows.map(({ id }) => id));
  const errors = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `ids[${index}]`, message: 'There is no finding with this id.' }],
  );
  if (errors.length > 0)
    throw new AppError('not_found', 'There is no such finding.', { details: { errors } });
}
