import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { toPattern } from './repo.ts';
import { requirePattern } from './require-pattern.ts';
import type { Pattern } from './schema.ts';

export async function getPattern(ctx: Context, id: string): Promise<Pattern> {
  requirePermission(ctx, 'patterns:read');
  return toPattern(await requirePattern(ctx.db, id));
}
