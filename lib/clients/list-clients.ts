import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { presentClient } from './present-client.ts';
import { pageOfClients } from './repo.ts';
import type { Client, ClientsQuery } from './schema.ts';

/** Clients, the newest first. */
export async function listClients(ctx: Context, query: ClientsQuery & PageRequest): Promise<Page<Client>> {
  requirePermission(ctx, 'clients:read');
  const page = await pageOfClients(ctx.db, query, query);
  return { ...page, items: page.items.map(presentClient) };
}
