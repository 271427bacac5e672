import type { Context } from '#lib/auth/context.ts';
import { presentView } from './present-view.ts';
import { requireView, requireViewer } from './require-view.ts';
import type { EventView } from './schema.ts';

/** @throws AppError `not_found`, also for somebody else's personal view. */
export async function getEventView(ctx: Context, id: string): Promise<EventView> {
  const reader = requireViewer(ctx);
  return presentView(await requireView(ctx.db, id, reader.id), reader.id);
}
