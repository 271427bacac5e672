import type { Context } from '#lib/auth/context.ts';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { reviewed, reviewSince } from '#lib/auth/review/review-access.ts';
import { type AccessReview, type AccessReviewQuery, MAX_REVIEWED } from '#lib/auth/review/schema.ts';
import { findDormantClients } from './repo.ts';

/** Clients that may call and have not for so long, the longest first; null for whoever may not list clients. */
export async function listDormantClients(
  ctx: Context,
  query: AccessReviewQuery,
): Promise<AccessReview['dormant_clients']> {
  if (!holdsPermission(ctx.actor, 'clients:read')) return null;
  const rows = await findDormantClients(ctx.db, reviewSince(query), MAX_REVIEWED);
  return reviewed(rows, ({ id, name, lastUsedAt }) => ({
    id,
    name,
    last_used_at: lastUsedAt?.toISOString() ?? null,
  }));
}
