import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { presentClient } from './present-client.ts';
import { requireClient } from './require-client.ts';
import type { Client } from './schema.ts';

export async function getClient(ctx: Context, id: string): Promise<Client> {
  requirePermission(ctx, 'clients:read');
  return presentClient(await requireClient(ctx.db, id));
}
