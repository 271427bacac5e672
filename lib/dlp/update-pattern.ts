import { isDeepStrictEqual } from 'node:util';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { checkPattern } from './check-pattern.ts';
import { findPatternRow, toPattern, writePattern } from './repo.ts';
import { type Pattern, PatternInput, type PatternPatch } from './schema.ts';

const definitionOf = ({ enabled: _switch, ...definition }: PatternInput): Omit<PatternInput, 'enabled'> =>
  definition;

/**
 * Changes some fields of a pattern: what it says becomes a new version, turning it on or off does not.
 * @throws AppError `not_found`, `invalid`, `conflict` (the name is taken, or somebody changed it meanwhile).
 */
export async function updatePattern(
  ctx: Context,
  change: { id: string; patch: PatternPatch },
): Promise<Pattern> {
  requirePermission(ctx, 'patterns:write');
  return refuseTaken('name', () =>
    inTransaction(ctx, async (tx) => {
      const found = await findPatternRow(tx.db, change.id);
      if (!found) throw new AppError('not_found', 'There is no pattern with this id.');
      const before = toPattern(found);
      const input = PatternInput.parse({ ...pickInput(before), ...change.patch });
      const newVersion = !isDeepStrictEqual(definitionOf(input), definitionOf(pickInput(before)));
      if (newVersion) checkPattern(input);
      const row = await writePattern(tx.db, {
        id: found.id,
        fromVersion: found.version,
        input,
        newVersion,
        changedBy: actorName(ctx.actor),
      });
      if (!row) throw new AppError('conflict', 'Somebody changed this pattern meanwhile. Load it again.');
      const after = toPattern(row);
      await recordAudit(tx, {
        action: 'patterns.update',
        subjectType: 'pattern',
        subjectId: row.id,
        before,
        after,
      });
      await notifyChange(tx.db, 'pattern', row.id);
      return after;
    }),
  );
}

const pickInput = ({ id, version, built_in, created_at, updated_at, ...input }: Pattern): PatternInput =>
  input;
