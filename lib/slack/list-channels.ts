import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { presentChannel } from './present-channel.ts';
import { findWorkspace, selectChannels } from './repo.ts';
import type { SlackChannel } from './schema.ts';

/** The channels that messages came from, those with the latest first; at most 1,000. */
export async function listChannels(ctx: Context): Promise<{ items: SlackChannel[] }> {
  requirePermission(ctx, 'slack:read');
  const workspace = await findWorkspace(ctx.db);
  const rows = workspace ? await selectChannels(ctx.db, workspace.id) : [];
  return { items: rows.map(presentChannel) };
}
