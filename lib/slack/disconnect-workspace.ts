import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findWorkspace, removeWorkspace } from './repo.ts';

/** Forgets the secrets: its events are refused from now on. Messages and findings stay. @throws AppError `not_found`. */
export async function disconnectWorkspace(ctx: Context): Promise<void> {
  requirePermission(ctx, 'slack:write');
  await inTransaction(ctx, async (tx) => {
    const row = await findWorkspace(tx.db);
    if (!row) throw new AppError('not_found', 'No workspace is connected.');
    await removeWorkspace(tx.db, row.id);
    await recordAudit(tx, {
      action: 'slack.disconnect',
      subjectType: 'slack_workspace',
      subjectId: row.id,
      before: { team_id: row.teamId, name: row.name },
    });
  });
}
