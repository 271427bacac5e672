import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { compilePattern } from './compile-pattern.ts';
import { measureCost } from './measure-cost.ts';
import type { PatternCostResult, PatternInput } from './schema.ts';

/** Below these a pattern that looks everywhere is felt by everybody's scans. */
const SLOW_MBPS = 100;
const LEAST_MBPS = 20;
const SHOWN = 120;

/** What a pattern, saved or not, would cost, and a text on which it backtracks. @throws AppError `invalid`. */
export async function tryCost(ctx: Context, pattern: PatternInput): Promise<PatternCostResult> {
  requirePermission(ctx, 'patterns:write');
  compilePattern({ ...pattern, id: '', version: 0 });
  const { mbps, lookedAt, attack } = await measureCost(pattern, { withAttack: true });
  const everywhere = pattern.keywords.length === 0 && lookedAt >= 0.5;
  return {
    mbps,
    looked_at: lookedAt,
    verdict: everywhere && mbps < LEAST_MBPS ? 'too_slow' : everywhere && mbps < SLOW_MBPS ? 'slow' : 'fine',
    attack: attack === null ? null : { text: attack.slice(0, SHOWN), length: attack.length },
  };
}
