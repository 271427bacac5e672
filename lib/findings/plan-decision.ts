import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { countByPattern } from './review-repo.ts';
import type { DecisionPlan, FindingDecision } from './schema.ts';
import { stillToDecide } from './still-to-decide.ts';

const MOST_PATTERNS = 5;

/** How many findings a decision would change, and of which patterns; nothing is changed. */
export async function planDecision(ctx: Context, decision: FindingDecision): Promise<DecisionPlan> {
  requirePermission(ctx, 'findings:decide');
  const where = (await stillToDecide(ctx, decision)) ?? { id: { in: decision.ids ?? [] } };
  const counts = await countByPattern(ctx.db, where);
  return {
    total: counts.reduce((sum, { findings }) => sum + findings, 0),
    patterns: counts.length,
    by_pattern: counts.slice(0, MOST_PATTERNS),
  };
}
