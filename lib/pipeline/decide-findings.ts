import type { Context } from '#lib/auth/context.ts';
import { excludeFindings } from '#lib/dlp/exclusions/exclude-findings.ts';
import { decideFindings } from '#lib/findings/decide-findings.ts';
import { selectDecidedValues } from '#lib/findings/review-repo.ts';
import type { DecisionResult, FindingDecision } from '#lib/findings/schema.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { enqueueRestores, queueRestores } from './restore-slack.ts';

/**
 * Decides about findings and, where the reviewer wants it, leaves their values out of the scans from now on: both in one
 * commit, with the messages of Slack that are to be put back thereby. @throws AppError as `decideFindings`.
 */
export async function decideAndExclude(ctx: Context, decision: FindingDecision): Promise<DecisionResult> {
  let restores: string[] = [];
  const decided = await inTransaction(ctx, async (tx) => {
    const result = await decideFindings(tx, decision);
    if (decision.reason === 'false_positive') restores = await queueRestores(tx, result.decision_id);
    if (decision.exclude === null) return result;
    await excludeFindings(tx, await selectDecidedValues(tx.db, result.decision_id), {
      reason: decision.note?.slice(0, 500) ?? 'False positive',
      decisionId: result.decision_id,
      expiresAt: decision.exclude.expires_at,
    });
    return result;
  });
  await enqueueRestores(restores);
  return decided;
}
