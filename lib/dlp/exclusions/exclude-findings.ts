import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { insertExclusions, removeExclusionsOf } from './repo.ts';

/** A finding as an exclusion names it. */
export type ExcludedValue = { patternId: string; fingerprint: Uint8Array; masked: string };

export type ExclusionTerms = { reason: string; decisionId: string; expiresAt: Date | null };

/** Leaves the values of findings out of the scans of their patterns, in the transaction of the decision about them. */
export async function excludeFindings(
  ctx: Context,
  values: readonly ExcludedValue[],
  { reason, decisionId, expiresAt }: ExclusionTerms,
): Promise<void> {
  requirePermission(ctx, 'exclusions:write');
  if (values.length === 0) return;
  const createdBy = actorName(ctx.actor);
  const rows = values.map(({ patternId, fingerprint, masked }) => ({
    id: uuidv7(),
    patternId,
    fingerprint: new Uint8Array(fingerprint),
    masked,
    reason,
    decisionId,
    createdBy,
    expiresAt,
  }));
  await insertExclusions(ctx.db, rows);
  const after = { reason, expires_at: expiresAt?.toISOString() ?? null, exclusions: rows.length };
  await recordAudit(ctx, {
    action: 'exclusions.create',
    subjectType: 'exclusion',
    subjectId: decisionId,
    after,
  });
  await notifyChange(ctx.db, 'exclusion', decisionId);
}

/** Takes back what a decision excluded, in the transaction that undoes it. */
export async function dropExclusionsOf(ctx: Context, decisionId: string): Promise<void> {
  const count = await removeExclusionsOf(ctx.db, decisionId);
  if (count === 0) return;
  requirePermission(ctx, 'exclusions:write');
  const after = { exclusions: count };
  await recordAudit(ctx, {
    action: 'exclusions.delete',
    subjectType: 'exclusion',
    subjectId: decisionId,
    after,
  });
  await notifyChange(ctx.db, 'exclusion', decisionId);
}
