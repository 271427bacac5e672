import { clock } from '#lib/platform/clock.ts';
import type { Context } from '../context.ts';
import { requirePermission } from '../require-permission.ts';
import { findBareAdministrators, findIdleUsers, findUnheldPermissions, findUnheldRoles } from './repo.ts';
import type { AccessReview, AccessReviewQuery } from './schema.ts';

const DAY_MS = 86_400_000;

/** The rows of a review as a list, with how many there are beyond those shown. */
export function reviewed<R extends { total: number }, T>(
  rows: readonly R[],
  present: (row: R) => T,
): { total: number; items: T[] } {
  return { total: rows[0]?.total ?? 0, items: rows.map(present) };
}

/** The moment before which nobody was seen. */
export const reviewSince = ({ days }: AccessReviewQuery): Date =>
  new Date(clock.now().getTime() - days * DAY_MS);

/** Rights that nobody uses, and administrators whom a password alone protects. */
export async function reviewAccess(
  ctx: Context,
  query: AccessReviewQuery,
): Promise<Omit<AccessReview, 'dormant_clients'>> {
  requirePermission(ctx, 'users:read');
  const { db } = ctx;
  const now = clock.now();
  const person = ({ id, email, name }: { id: string; email: string; name: string }) => ({ id, email, name });
  return {
    idle_users: reviewed(await findIdleUsers(db, reviewSince(query), now), (row) => ({
      ...person(row),
      roles: row.roles,
      direct_permissions: row.direct,
      last_seen_at: row.lastSeenAt?.toISOString() ?? null,
    })),
    administrators_without_second_factor: reviewed(await findBareAdministrators(db), person),
    unheld_roles: reviewed(await findUnheldRoles(db, now), ({ name, permissions }) => ({
      name,
      permissions,
    })),
    unheld_permissions: reviewed(await findUnheldPermissions(db, now), ({ name }) => ({ name })),
  };
}
