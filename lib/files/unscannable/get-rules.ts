import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { findRules } from './repo.ts';
import type { UnscannableRules } from './schema.ts';

export async function getUnscannableRules(ctx: Context): Promise<UnscannableRules> {
  requirePermission(ctx, 'files:read');
  return findRules(ctx.db);
}
