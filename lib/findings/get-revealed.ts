import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { requireFinding } from './require-finding.ts';
import { requirePerson } from './require-person.ts';
import { openPlaces } from './reveal-finding.ts';
import { findReveal } from './review-repo.ts';
import type { Revealed } from './schema.ts';

/** What a reveal shows, again, while it lasts. @throws AppError `not_found`, `forbidden` without a reveal in force. */
export async function getRevealed(ctx: Context, id: string): Promise<Revealed> {
  requirePermission(ctx, 'findings:reveal');
  const user = requirePerson(ctx);
  await requireFinding(ctx.db, id);
  const expiresAt = await findReveal(ctx.db, { findingId: id, userId: user.id, at: clock.now() });
  if (expiresAt === null) throw new AppError('forbidden', 'Reveal the finding first, and say why.');
  return openPlaces(ctx, id, expiresAt);
}
