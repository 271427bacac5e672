import type { Context } from '#lib/auth/context.ts';
import { dropExclusionsOf } from '#lib/dlp/exclusions/exclude-findings.ts';
import { type Undone, undoDecision } from '#lib/findings/undo-decision.ts';
import { inTransaction } from '#lib/platform/db.ts';

/** Takes a decision back, with the exclusions that came with it. @throws AppError as `undoDecision`. */
export async function undoWithExclusions(ctx: Context, decisionId: string): Promise<Undone> {
  return inTransaction(ctx, async (tx) => {
    const undone = await undoDecision(tx, decisionId);
    await dropExclusionsOf(tx, decisionId);
    return undone;
  });
}
