import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { toExport } from './repo.ts';
import { requireExport } from './require-export.ts';
import type { EventExport } from './schema.ts';

/** One's own export and how far it is. */
export async function getExport(ctx: Context, id: string): Promise<EventExport> {
  requirePermission(ctx, 'events:export');
  return toExport(await requireExport(ctx, id), clock.now());
}
