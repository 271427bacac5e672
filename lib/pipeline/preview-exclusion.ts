import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { toActiveExclusion } from '#lib/dlp/exclusions/create-exclusion.ts';
import { compileExclusions } from '#lib/dlp/exclusions/exclude-matches.ts';
import type { ExclusionInput, ExclusionPreview } from '#lib/dlp/exclusions/schema.ts';
import { selectRecentPlaces } from '#lib/findings/preview-repo.ts';
import { clock } from '#lib/platform/clock.ts';

const DAYS = 30;
const MAX_LOOKED_AT = 20_000;
const MAX_SAMPLES = 10;

/**
 * What an exclusion would have left out of the scans of the last 30 days, so that it is seen what else it hides. Looks at
 * the latest 20,000 places of findings. @throws AppError as `createExclusion`.
 */
export async function previewExclusion(ctx: Context, input: ExclusionInput): Promise<ExclusionPreview> {
  requirePermission(ctx, 'exclusions:write');
  return effectOfExclusion(ctx, input);
}

/** The same for a caller who has asked for the permission. */
export async function effectOfExclusion(ctx: Context, input: ExclusionInput): Promise<ExclusionPreview> {
  const from = new Date(clock.now().getTime() - DAYS * 86_400_000);
  const excludes = compileExclusions([await toActiveExclusion(ctx, input)]);
  const places = await selectRecentPlaces(ctx.db, {
    from,
    patternId: input.pattern_id,
    limit: MAX_LOOKED_AT,
  });
  const hidden = places.filter(({ place, subject }) => excludes(place, subject, from) !== null);
  const findings = new Map(hidden.map(({ place }) => [place.findingId, place]));
  return {
    days: DAYS,
    looked_at: places.length,
    places: hidden.length,
    findings: findings.size,
    confirmed: [...findings.values()].filter(
      ({ reason }) => reason === 'remediated' || reason === 'accepted_risk',
    ).length,
    samples: [...findings.values()].slice(0, MAX_SAMPLES).map(({ findingId, patternName, masked, path }) => ({
      id: findingId,
      pattern: patternName,
      masked,
      path,
    })),
  };
}
