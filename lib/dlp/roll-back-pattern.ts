import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { selectVersions } from './repo.ts';
import { requirePattern } from './require-pattern.ts';
import { type Pattern, PatternInput, type PatternRollback } from './schema.ts';
import { updatePattern } from './update-pattern.ts';

/**
 * Makes a new version that says what an earlier one said; the versions between stay, and so does whether the pattern is
 * switched on. @throws AppError `not_found`, `invalid` when the pattern has no such version,
 * `conflict` when it has a newer one than expected.
 */
export async function rollBackPattern(
  ctx: Context,
  id: string,
  { version, expected_version }: PatternRollback,
): Promise<Pattern> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    await requirePattern(tx.db, id);
    const earlier = (await selectVersions(tx.db, id)).find((row) => row.version === version);
    if (!earlier) {
      throw new AppError('invalid', 'The pattern cannot go back to that', {
        details: { errors: [{ path: 'version', message: 'The pattern has no such version.' }] },
      });
    }
    const { enabled: _switch, ...definition } = PatternInput.parse(earlier.definition);
    return updatePattern(tx, id, {
      ...definition,
      expected_version,
      note: `Back to what version ${version} says`,
    });
  });
}
