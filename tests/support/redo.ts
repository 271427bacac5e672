import { GET as getOperation } from '#app/api/v1/bulk_operations/[id]/route.ts';
import { POST as start } from '#app/api/v1/bulk_operations/[id]/start/route.ts';
import { POST as plan } from '#app/api/v1/bulk_operations/route.ts';
import { bulkOperationsJob } from '#jobs/bulk-operations.ts';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import type { DeliveryStatus } from '#lib/dispatch/schema.ts';
import { balanceLedger } from '#lib/metrics/balance-ledger.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from './call-route.ts';
import { storeDeliveries, storeEvents } from './peer-dispatch.ts';

/** Events that were dispatched to the destination, as the ledger knows them; their deliveries in the status. */
export async function storeDispatched(
  destinationId: string,
  statuses: readonly DeliveryStatus[],
  { verdict = 'pass' as string | null } = {},
): Promise<{ eventIds: string[]; ids: string[] }> {
  const eventIds = await storeEvents(
    statuses.map(() => ({ verdict, masked: verdict === 'pass' ? undefined : {} })),
  );
  const ids = await storeDeliveries(destinationId, eventIds);
  await pool().query('UPDATE events SET destination_ids = ARRAY[$1::uuid] WHERE id = ANY($2)', [
    destinationId,
    eventIds,
  ]);
  await pool().query(
    `UPDATE deliveries d SET status = n.status,
        reason = CASE WHEN n.status IN ('dead', 'withheld', 'discarded') THEN 'Answered 503.' END,
        attempt_count = CASE WHEN n.status IN ('dead', 'delivered', 'delivering') THEN 1 ELSE 0 END,
        next_attempt_at = CASE n.status WHEN 'pending' THEN now() + interval '1 hour'
          WHEN 'delivering' THEN now() + interval '1 hour' END,
        claimed_by = CASE n.status WHEN 'delivering' THEN gen_random_uuid() END,
        finished_at = CASE WHEN n.status NOT IN ('pending', 'delivering') THEN now() END
      FROM unnest($1::uuid[], $2::text[]) AS n(id, status) WHERE d.id = n.id`,
    [ids, statuses],
  );
  return { eventIds, ids };
}

type Redone = {
  id: string;
  status: DeliveryStatus;
  cause: string;
  origin_id: string | null;
  operation_id: string | null;
  attempt_count: number;
  manual_retries: number;
  reason: string | null;
};

/** Every delivery of these events, oldest first. */
export async function deliveriesOfEvents(eventIds: readonly string[]): Promise<Redone[]> {
  const { rows } = await pool().query<Redone>(
    `SELECT id, status, cause, origin_id, operation_id, attempt_count, manual_retries, reason FROM deliveries
      WHERE event_id = ANY($1) ORDER BY id`,
    [eventIds],
  );
  return rows;
}

/** Minutes and destinations where more or less became of events than was decided. */
export async function imbalance(): Promise<object[]> {
  const { rows } = await balanceLedger(new Date());
  return rows.filter(({ difference }) => difference !== 0);
}

/** Plans an operation, as whoever holds the token. */
export async function planned(token: string, body: object): Promise<BulkOperation> {
  const answer = await callRoute(plan, { token, body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body as unknown as BulkOperation;
}

/** Plans an operation and starts it with its own words. */
export async function started(token: string, body: object): Promise<BulkOperation> {
  const { id, confirmation } = await planned(token, body);
  const answer = await callRoute(start, { token, params: { id }, body: { confirmation } });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  return answer.body as unknown as BulkOperation;
}

export async function readOperation(token: string, id: string): Promise<BulkOperation> {
  return (await callRoute(getOperation, { token, params: { id } })).body as unknown as BulkOperation;
}

/** Lets the worker go on with it until it is over. */
export async function finished(token: string, id: string): Promise<BulkOperation> {
  for (let turn = 0; turn < 20; turn++) {
    const operation = await readOperation(token, id);
    if (operation.state !== 'running') return operation;
    await bulkOperationsJob.run([{ id }]);
  }
  throw new Error('The operation never ends.');
}
