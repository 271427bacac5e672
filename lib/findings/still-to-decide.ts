import type { Context } from '#lib/auth/context.ts';
import type { Prisma } from '#lib/platform/db.ts';
import { findingsWhere } from './read-repo.ts';
import type { FindingDecision } from './schema.ts';

/**
 * What of a filter a decision would change: findings that are as it says already are left out, so that deciding again and
 * again comes to an end. Null for ids.
 */
export async function stillToDecide(
  ctx: Context,
  { filter, state, reason }: FindingDecision,
): Promise<Prisma.FindingWhereInput | null> {
  if (filter === undefined) return null;
  const userId = ctx.actor.type === 'user' ? ctx.actor.id : null;
  // In SQL what is compared with nothing is neither equal nor unequal: nobody's finding has to be named.
  const differs: Prisma.FindingWhereInput[] =
    state === 'in_review'
      ? [{ state: { not: state } }, { assigneeId: null }, { assigneeId: { not: userId } }]
      : [{ state: { not: state } }, ...(reason === null ? [] : [{ reason: { not: reason } }])];
  return { AND: [await findingsWhere(ctx.db, filter, { userId }), { OR: differs }] };
}
