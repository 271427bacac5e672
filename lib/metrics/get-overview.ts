import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { isReadTimeout } from '#lib/platform/read-bounded.ts';
import { balanceLedger } from './balance-ledger.ts';
import { readOverview } from './repo.ts';
import { OVERVIEW_RANGES, type Overview, type OverviewQuery } from './schema.ts';

const MAX_BARS = 60;

/** What a person wants to see first: traffic, what was caught, whether deliveries go out. Counted from the tables. */
export async function getOverview(ctx: Context, query: OverviewQuery): Promise<Overview> {
  requirePermission(ctx, 'events:read');
  const minutes = OVERVIEW_RANGES[query.range];
  const bucketSeconds = Math.max(60, (minutes * 60) / MAX_BARS);
  const bucketMs = bucketSeconds * 1000;
  const end = Math.floor(clock.now().getTime() / bucketMs) * bucketMs + bucketMs;
  const from = new Date(end - minutes * 60_000);
  const [counted, ledger] = await Promise.all([
    readOverview({ from, to: new Date(end), bucketSeconds }),
    balanceLedger(clock.now()).catch((error: unknown) => {
      if (isReadTimeout(error)) return null;
      throw error;
    }),
  ]);
  return { range: query.range, bucket_seconds: bucketSeconds, ...counted, ledger };
}
