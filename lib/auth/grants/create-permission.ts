import { recordAudit } from '#lib/audit/record-audit.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from '../context.ts';
import { changeGrants } from './change-grants.ts';
import { insertPermission } from './repo.ts';
import { requireNamedPermission } from './require-named.ts';
import type { NamedPermission, NewPermission } from './schema.ts';

/** @throws AppError `conflict` when the name is taken. */
export function createPermission(ctx: Context, input: NewPermission): Promise<NamedPermission> {
  return changeGrants(ctx, async (tx) => {
    await refuseTaken('name', () => insertPermission(tx.db, input));
    const after = await requireNamedPermission(tx.db, input.name);
    await recordAudit(tx, {
      action: 'permissions.create',
      subjectType: 'permission',
      subjectId: after.uuid,
      after,
    });
    return after;
  });
}
