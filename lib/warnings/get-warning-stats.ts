import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { countClients, countReasons } from './repo.ts';
import { WARNING_REASONS, type WarningStats, type WarningsQuery } from './schema.ts';

const SHOWN_CLIENTS = 20;

/** What was refused or changed how often, by reason and client. A client sees its own; users need events:read. */
export async function getWarningStats(ctx: Context, query: WarningsQuery): Promise<WarningStats> {
  const ownClientId = requireReader(ctx, 'events:read');
  const filter = { ...query, ownClientId };
  const [reasons, clients] = await Promise.all([
    countReasons({ ...filter, reason: undefined }),
    countClients({ ...filter, client: undefined }, SHOWN_CLIENTS),
  ]);
  const matching = reasons.filter(({ reason }) => query.reason === undefined || reason === query.reason);
  return {
    total: matching.reduce((sum, { count }) => sum + count, 0),
    reasons: reasons.map(({ reason, count, last_at }) => ({
      reason,
      description: WARNING_REASONS[reason],
      count,
      last_at: last_at.toISOString(),
    })),
    clients,
  };
}
