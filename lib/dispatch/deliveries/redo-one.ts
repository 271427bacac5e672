import { recordAuditBySql } from '#lib/audit/record-audit-by-sql.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inPgTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { onceForKey } from '#lib/platform/idempotency.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { presentDelivery } from './present-delivery.ts';
import { redoDeliveries } from './redo-deliveries.ts';
import { requireDelivery } from './require-delivery.ts';
import type { ListedDelivery, RedoKind } from './schema.ts';

/** Whoever has no id of his own (the product itself) shares this one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export const keyOwner = ({ actor }: Pick<Context, 'actor'>): string => ('id' in actor ? actor.id : NOBODY);

type One = { kind: RedoKind; id: string; key: string | null; reason?: string };

/**
 * One delivery, and the audit row with it. The same key again gets the delivery that the first call made or changed.
 * @throws AppError `not_found`, `conflict` with the reason when it cannot be done to it.
 */
export async function redoOne(ctx: Context, { kind, id, key, reason }: One): Promise<ListedDelivery> {
  requirePermission(ctx, 'deliveries:write');
  const known = await requireDelivery(id);
  const { answer } = await inPgTransaction((client) =>
    onceForKey(client, { actorId: keyOwner(ctx), call: `deliveries.${kind} ${id}`, key }, async () => {
      const request = { kind, ids: [id], operationId: null, reason: reason ?? null, wait: true };
      const [outcome] = await redoDeliveries(client, request);
      if (!outcome) throw new Error('Nothing was said of the delivery.');
      const { refusal, madeId, was } = outcome;
      if (refusal) {
        throw new AppError('conflict', refusal.detail, { details: { extra: { reason: refusal.code } } });
      }
      await recordAuditBySql(ctx, client, {
        action: `deliveries.${kind}`,
        subjectType: 'delivery',
        subjectId: id,
        before: { status: was },
        after: {
          destination: known.destination,
          event_id: known.event_id,
          ...(madeId === null ? {} : { delivery_id: madeId }),
          ...(reason === undefined ? {} : { reason }),
        },
      });
      return { id: madeId ?? id };
    }),
  );
  if (kind !== 'discard') wakeWorkers('deliveries');
  return presentDelivery(await requireDelivery(answer.id));
}
