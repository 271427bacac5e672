import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfWarnings } from './repo.ts';
import { WARNING_REASONS, type Warning, type WarningsQuery } from './schema.ts';

/** What was refused or changed, newest minute first. A client sees its own; users need events:read. */
export async function listWarnings(ctx: Context, query: WarningsQuery & PageRequest): Promise<Page<Warning>> {
  const ownClientId = requireReader(ctx, 'events:read');
  const page = await pageOfWarnings({ ...query, ownClientId });
  const items = page.items.map((row) => ({
    client_id: row.client_id,
    client_name: row.client_name,
    reason: row.reason,
    description: WARNING_REASONS[row.reason],
    minute: row.minute.toISOString(),
    count: row.count,
    first_at: row.first_at.toISOString(),
    last_at: row.last_at.toISOString(),
    sample: row.sample,
  }));
  return { ...page, items };
}
