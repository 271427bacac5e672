import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { toPattern } from '../repo.ts';
import { requirePattern } from '../require-pattern.ts';
import type { PatternInput } from '../schema.ts';
import { textFinder } from '../text-finder.ts';
import { type ActiveExclusion, insertExclusions, toExclusion } from './repo.ts';
import { requireExclusion } from './require-exclusion.ts';
import type { Exclusion, ExclusionInput } from './schema.ts';

/** What the input names: its value by the fingerprint of what the pattern finds in it. */
async function conditionsOf(ctx: Context, input: ExclusionInput) {
  const pattern =
    input.pattern_id === null ? null : toPattern(await requirePattern(ctx.db, input.pattern_id));
  const found = input.value === null || pattern === null ? null : onlyValue(pattern, input.value);
  return {
    patternId: input.pattern_id,
    fingerprint: found === null ? null : new Uint8Array(keyedHash(found.canonical)),
    masked: found?.masked ?? null,
    path: input.path,
    clientId: input.client_id,
    channel: input.channel,
    expiresAt: input.expires_at,
  };
}

/** An exclusion that is not kept, to try it. @throws AppError as `createExclusion`. */
export async function toActiveExclusion(ctx: Context, input: ExclusionInput): Promise<ActiveExclusion> {
  return { id: uuidv7(), ...(await conditionsOf(ctx, input)), expiresAt: null };
}

/**
 * Leaves matches out of the scans from now on. The value is what the pattern finds in the text that was sent.
 * @throws AppError `not_found` (pattern), `invalid` when the pattern finds nothing, or more than one value, in the text.
 */
export async function createExclusion(ctx: Context, input: ExclusionInput): Promise<Exclusion> {
  requirePermission(ctx, 'exclusions:write');
  return inTransaction(ctx, async (tx) => {
    const id = uuidv7();
    const conditions = await conditionsOf(tx, input);
    await insertExclusions(tx.db, [
      { id, ...conditions, reason: input.reason, createdBy: actorName(tx.actor) },
    ]);
    const after = toExclusion(await requireExclusion(tx.db, id), clock.now());
    await recordAudit(tx, { action: 'exclusions.create', subjectType: 'exclusion', subjectId: id, after });
    await notifyChange(tx.db, 'exclusion', id);
    return after;
  });
}

function onlyValue(pattern: PatternInput, text: string): { canonical: string; masked: string } {
  const values = new Map(textFinder(pattern)(text).map((match) => [match.canonical, match]));
  const [match] = values.values();
  if (match !== undefined && values.size === 1) return match;
  const message =
    values.size === 0
      ? 'The pattern finds nothing in it.'
      : 'The pattern finds several values in it: send one.';
  throw new AppError('invalid', 'The value cannot be excluded', {
    details: { errors: [{ path: 'value', message }] },
  });
}
