import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { findRetention } from './repo.ts';
import type { Retention } from './schema.ts';

export async function getRetention(ctx: Context): Promise<Retention> {
  requirePermission(ctx, 'retention:read');
  return findRetention(ctx.db);
}
