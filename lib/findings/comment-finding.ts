import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { getFinding } from './get-finding.ts';
import { requireFinding } from './require-finding.ts';
import { insertSteps } from './review-repo.ts';
import type { FindingComment, FindingDetail } from './schema.ts';

/** Adds a comment to a finding's history. @throws AppError `not_found`. */
export async function commentFinding(
  ctx: Context,
  id: string,
  { note }: FindingComment,
): Promise<FindingDetail> {
  requirePermission(ctx, 'findings:decide');
  return inTransaction(ctx, async (tx) => {
    await requireFinding(tx.db, id);
    const actorId = tx.actor.type === 'user' ? tx.actor.id : null;
    const step = { findingId: id, kind: 'commented', actorId, actorName: actorName(tx.actor), note } as const;
    await insertSteps(tx.db, [step], clock.now());
    await recordAudit(tx, { action: 'findings.comment', subjectType: 'finding', subjectId: id });
    return getFinding(tx, id);
  });
}
