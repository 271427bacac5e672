import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { requireSource } from '../require-source.ts';
import { latestCalls, reasonsOf } from './repo.ts';
import { SOURCE_REFUSAL_REASONS, type SourceRefusals, type SourceRefusalsQuery } from './schema.ts';

/** How often calls to this source were refused, by reason, and the latest of them. */
export async function getSourceRefusals(
  ctx: Context,
  id: string,
  query: SourceRefusalsQuery,
): Promise<SourceRefusals> {
  requirePermission(ctx, 'sources:read');
  await requireSource(ctx.db, id);
  const [reasons, calls] = await Promise.all([reasonsOf(id), latestCalls(id, query)]);
  return {
    reasons: reasons.map(({ reason, count, last_at }) => ({
      reason,
      description: SOURCE_REFUSAL_REASONS[reason],
      count,
      last_at: last_at.toISOString(),
    })),
    calls: calls.map((call) => ({ ...call, at: call.at.toISOString() })),
  };
}
