import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { uuidv7Ms } from '#lib/platform/ids.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfNotices } from './repo.ts';
import type { RaisedNotice } from './schema.ts';

/** What this installation told about itself in the last 30 days, newest first. */
export async function listNotices(ctx: Context, request: PageRequest): Promise<Page<RaisedNotice>> {
  requirePermission(ctx, 'events:read');
  const page = await pageOfNotices(request);
  const items = page.items.map(({ event_id: id, ...rest }) => {
    return { id, at: new Date(uuidv7Ms(id)).toISOString(), ...rest };
  });
  return { ...page, items };
}
