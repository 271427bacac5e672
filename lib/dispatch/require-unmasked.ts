import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';

/** Nobody sends elsewhere what he may not see himself. @throws AppError `forbidden`, which names what is missing. */
export function requireUnmasked(ctx: Pick<Context, 'actor'>): void {
  requirePermission(ctx, 'destinations:unmasked');
  requirePermission(ctx, 'findings:reveal');
}
