import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { presentSource } from './present-source.ts';
import { requireSource } from './require-source.ts';
import type { Source } from './schema.ts';

export async function getSource(ctx: Context, id: string): Promise<Source> {
  requirePermission(ctx, 'sources:read');
  return presentSource(await requireSource(ctx.db, id));
}
