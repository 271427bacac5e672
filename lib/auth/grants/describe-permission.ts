import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '../context.ts';
import { changeGrants } from './change-grants.ts';
import { describePermission as writeDescription } from './repo.ts';
import { requireNamedPermission } from './require-named.ts';
import type { NamedPermission } from './schema.ts';

/** Its name never changes: whoever asks for it knows it by that. @throws AppError `not_found`. */
export function describePermission(
  ctx: Context,
  name: string,
  description: string,
): Promise<NamedPermission> {
  return changeGrants(ctx, async (tx) => {
    const before = await requireNamedPermission(tx.db, name);
    await writeDescription(tx.db, name, description);
    const after = { ...before, description };
    const subject = { subjectType: 'permission', subjectId: before.uuid } as const;
    await recordAudit(tx, { action: 'permissions.update', ...subject, before, after });
    return after;
  });
}
