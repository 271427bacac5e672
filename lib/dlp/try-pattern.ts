import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { PatternTest, PatternTestResult } from './schema.ts';
import { testPattern } from './test-pattern.ts';

/** Tries a pattern, saved or not, on a text; nothing of either is kept. @throws AppError `invalid`. */
export async function tryPattern(ctx: Context, input: PatternTest): Promise<PatternTestResult> {
  requirePermission(ctx, 'patterns:read');
  return testPattern(input);
}
