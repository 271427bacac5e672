import type { Context } from '#lib/auth/context.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { presentView } from './present-view.ts';
import { pageOfViews } from './repo.ts';
import { requireViewer } from './require-view.ts';
import type { EventView, EventViewsQuery } from './schema.ts';

/** The caller's own and what others share, by name. */
export async function listEventViews(
  ctx: Context,
  { mine, ...request }: EventViewsQuery & PageRequest,
): Promise<Page<EventView>> {
  const { id } = requireViewer(ctx);
  const page = await pageOfViews(ctx.db, { readerId: id, mine }, request);
  return { ...page, items: page.items.map((row) => presentView(row, id)) };
}
