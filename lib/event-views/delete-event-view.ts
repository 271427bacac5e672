import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { auditedView } from './present-view.ts';
import { removeView } from './repo.ts';
import { requireView, requireViewer } from './require-view.ts';

/** A shared one takes the permission to share and leaves an audit row. @throws AppError `not_found`. */
export async function deleteEventView(ctx: Context, id: string): Promise<void> {
  const reader = requireViewer(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await requireView(tx.db, id, reader.id);
    if (before.shared) requirePermission(ctx, 'event_views:share');
    await removeView(tx.db, id);
    if (before.shared) {
      const subject = { subjectType: 'event_view', subjectId: id } as const;
      await recordAudit(tx, { action: 'event_views.delete', ...subject, before: auditedView(before) });
    }
  });
}
