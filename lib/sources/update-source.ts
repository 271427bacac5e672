import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { fieldFaults } from '#lib/platform/field-faults.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { presentSource } from './present-source.ts';
import { changeSource } from './repo.ts';
import { requireSource } from './require-source.ts';
import { SOURCE_SETTINGS, type Source, type SourceChange, type SourceScheme } from './schema.ts';
import { notifySourceChange } from './source-cache.ts';

function checkedBy(scheme: string, change: SourceChange): SourceChange {
  if (change.settings === undefined) return change;
  const result = SOURCE_SETTINGS[scheme as SourceScheme].safeParse(change.settings);
  if (result.success) return { ...change, settings: result.data };
  const errors = fieldFaults(result.error, 'settings');
  throw new AppError('invalid', `The settings break a rule: ${errors[0]?.path} ${errors[0]?.message}.`, {
    details: { errors },
  });
}

/** Changes what is given and leaves the rest; in force in every process within milliseconds of the commit. */
export async function updateSource(ctx: Context, id: string, change: SourceChange): Promise<Source> {
  requirePermission(ctx, 'sources:write');
  return inTransaction(ctx, async (tx) => {
    const old = await requireSource(tx.db, id);
    const row = await refuseTaken('name', () => changeSource(tx.db, id, checkedBy(old.scheme, change)));
    const [before, after] = [presentSource(old), presentSource(row)];
    await recordAudit(tx, { action: 'sources.update', subjectType: 'source', subjectId: id, before, after });
    await notifySourceChange(tx.db, id, old.name, row.name);
    return after;
  });
}
