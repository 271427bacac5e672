import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { auditedView, presentView } from './present-view.ts';
import { countViews, insertView } from './repo.ts';
import { requireViewer } from './require-view.ts';
import { type EventView, type EventViewInput, MAX_VIEWS } from './schema.ts';

/**
 * Keeps a view for the caller. To share it takes a permission of its own and leaves an audit row; what is kept for
 * oneself is nobody else's business. @throws AppError `conflict` when the name is taken, or too many are kept.
 */
export async function createEventView(ctx: Context, input: EventViewInput): Promise<EventView> {
  const owner = requireViewer(ctx);
  if (input.shared) requirePermission(ctx, 'event_views:share');
  if ((await countViews(ctx.db, owner.id)) >= MAX_VIEWS) {
    throw new AppError('conflict', `You keep ${MAX_VIEWS} views already; delete one first.`);
  }
  const id = uuidv7();
  return inTransaction(ctx, async (tx) => {
    const row = await refuseTaken('name', () => insertView(tx.db, { id, ownerId: owner.id }, input));
    if (row.shared) {
      const subject = { subjectType: 'event_view', subjectId: id } as const;
      await recordAudit(tx, { action: 'event_views.create', ...subject, after: auditedView(row) });
    }
    return presentView(row, owner.id);
  });
}
