import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { presentWorkspace } from './present-workspace.ts';
import { measureTimeVisible } from './removal-repo.ts';
import { findWorkspace } from './repo.ts';
import type { SlackConnection } from './schema.ts';

/** The workspace that is connected, without its secrets, and how quickly it is kept clean. */
export async function getConnection(ctx: Context): Promise<SlackConnection> {
  requirePermission(ctx, 'slack:read');
  const row = await findWorkspace(ctx.db);
  return { workspace: row && presentWorkspace(row), time_visible: await measureTimeVisible() };
}
