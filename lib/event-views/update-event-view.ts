import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { auditedView, presentView } from './present-view.ts';
import { changeView } from './repo.ts';
import { requireView, requireViewer } from './require-view.ts';
import type { EventView, EventViewChange } from './schema.ts';

/**
 * Changes what is given and leaves the rest. A view that is shared, before or after, takes the permission to share and
 * leaves an audit row. @throws AppError `not_found`, `conflict` when its owner has another one of the name.
 */
export async function updateEventView(ctx: Context, id: string, change: EventViewChange): Promise<EventView> {
  const reader = requireViewer(ctx);
  return inTransaction(ctx, async (tx) => {
    const before = await requireView(tx.db, id, reader.id);
    const concernsAll = before.shared || change.shared === true;
    if (concernsAll) requirePermission(ctx, 'event_views:share');
    const after = await refuseTaken('name', () => changeView(tx.db, id, change));
    if (concernsAll) {
      const subject = { subjectType: 'event_view', subjectId: id } as const;
      const [was, is] = [auditedView(before), auditedView(after)];
      await recordAudit(tx, { action: 'event_views.update', ...subject, before: was, after: is });
    }
    return presentView(after, reader.id);
  });
}
