import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { ExclusionInput, type ExclusionSuggestion } from '#lib/dlp/exclusions/schema.ts';
import { selectFalsePaths } from '#lib/findings/suggest-repo.ts';
import { clock } from '#lib/platform/clock.ts';
import { effectOfExclusion } from './preview-exclusion.ts';

const DAYS = 30;
const LEAST = 3;
const MAX_SUGGESTIONS = 5;

/** Exclusions that reviewers' false positives speak for, each with what it would have hidden in the last 30 days. */
export async function suggestExclusions(ctx: Context): Promise<{ items: ExclusionSuggestion[] }> {
  requirePermission(ctx, 'findings:read');
  const from = new Date(clock.now().getTime() - DAYS * 86_400_000);
  const paths = await selectFalsePaths(ctx.db, { from, least: LEAST, limit: MAX_SUGGESTIONS });
  const items: ExclusionSuggestion[] = [];
  for (const { patternId, pattern, path, falsePositives } of paths) {
    const input = ExclusionInput.parse({ pattern_id: patternId, path, reason: 'suggested' });
    const { places, findings, confirmed } = await effectOfExclusion(ctx, input);
    items.push({
      ...{ pattern_id: patternId, pattern, path },
      ...{ false_positives: falsePositives, places, findings, confirmed },
    });
  }
  return { items };
}
