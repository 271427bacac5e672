import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { countKeptExports, insertExport, lockExportsOf, type NewExport, toExport } from './repo.ts';
import { exporterOf } from './require-export.ts';
import {
  type EventExport,
  EXPORT_KEPT_HOURS,
  type ExportInput,
  MAX_EXPORT_ROWS,
  MAX_KEPT_EXPORTS,
} from './schema.ts';

/**
 * Asks for a file of what the filter takes at this moment. The content is the masked one, whoever asks.
 * @throws AppError `conflict` for somebody who keeps too many.
 */
export async function createExport(ctx: Context, input: ExportInput): Promise<EventExport> {
  requirePermission(ctx, 'events:export');
  requirePermission(ctx, 'events:read');
  const { id: userId } = exporterOf(ctx);
  const { format, filter, columns = [] } = input;
  const made = await inTransaction(ctx, async (tx) => {
    const now = clock.now();
    await lockExportsOf(tx.db, userId);
    if ((await countKeptExports(tx.db, userId, now)) >= MAX_KEPT_EXPORTS) {
      throw new AppError('conflict', `You keep ${MAX_KEPT_EXPORTS} exports already: delete one first.`);
    }
    const expiresAt = new Date(now.getTime() + EXPORT_KEPT_HOURS * 3_600_000);
    const given: NewExport = {
      ...{ id: uuidv7(), userId, format, filter, columns },
      ...{ rowLimit: MAX_EXPORT_ROWS, createdAt: now, expiresAt },
    };
    const row = await insertExport(tx.db, given);
    await recordAudit(tx, {
      action: 'exports.create',
      subjectType: 'export',
      subjectId: row.id,
      after: { format, filter, columns: columns.length > 0 ? columns : null },
    });
    return toExport(row, now);
  });
  wakeWorkers('export-events');
  return made;
}
