import { isDeepStrictEqual } from 'node:util';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { checkPattern } from './check-pattern.ts';
import { refuseStale } from './refuse-stale.ts';
import { lockPattern, toPattern, writePattern } from './repo.ts';
import { requirePattern } from './require-pattern.ts';
import { type Pattern, type PatternChange, PatternInput } from './schema.ts';

const inputOf = ({ id, version, built_in, created_at, updated_at, ...input }: Pattern): PatternInput => input;
const definitionOf = ({ enabled: _switch, ...definition }: PatternInput) => definition;

/**
 * Changes some fields of a pattern: what it says becomes a new version, turning it on or off does not.
 * @throws AppError `not_found`, `invalid` (regex or samples), `conflict` (name, or a newer version than expected).
 */
export async function updatePattern(
  ctx: Context,
  id: string,
  { expected_version, note, ...change }: PatternChange,
): Promise<Pattern> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    await lockPattern(tx.db, id);
    const row = await requirePattern(tx.db, id);
    refuseStale(row, expected_version);
    const before = toPattern(row);
    const input = PatternInput.parse({ ...inputOf(before), ...change });
    const saysMore = !isDeepStrictEqual(definitionOf(input), definitionOf(inputOf(before)));
    if (saysMore) checkPattern(input);
    const version = before.version + (saysMore ? 1 : 0);
    await refuseTaken('name', () =>
      writePattern(tx.db, {
        id,
        version,
        input,
        newVersionBy: saysMore ? actorName(ctx.actor) : null,
        note: note || null,
      }),
    );
    const after = toPattern(await requirePattern(tx.db, id));
    await recordAudit(tx, {
      action: 'patterns.update',
      subjectType: 'pattern',
      subjectId: id,
      before,
      after,
    });
    await notifyChange(tx.db, 'pattern', id);
    return after;
  });
}
