import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { maskedContexts } from './masked-contexts.ts';
import { presentFindings, selectPlaces, selectSteps } from './read-repo.ts';
import { requireFinding } from './require-finding.ts';
import { findReveal } from './review-repo.ts';
import type { FindingDetail } from './schema.ts';

/** One finding with its latest places and what happened to it, masked. @throws AppError `not_found`. */
export async function getFinding(ctx: Context, id: string): Promise<FindingDetail> {
  requirePermission(ctx, 'findings:read');
  const row = await requireFinding(ctx.db, id);
  const { actor } = ctx;
  const at = clock.now();
  const [[finding], places, contexts, steps, revealedUntil] = await Promise.all([
    presentFindings(ctx.db, [row]),
    selectPlaces(ctx.db, row),
    maskedContexts(ctx.db, id),
    selectSteps(ctx.db, id),
    actor.type === 'user' ? findReveal(ctx.db, { findingId: id, userId: actor.id, at }) : null,
  ]);
  if (!finding) throw new Error('A finding was read and not presented.');
  return {
    ...finding,
    all_places: places.map((place) => ({ ...place, context: contexts.get(place.place_id) ?? null })),
    steps,
    revealed_until: revealedUntil?.toISOString() ?? null,
  };
}
