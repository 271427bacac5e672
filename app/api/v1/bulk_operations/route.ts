import { listBulkOperations } from '#lib/bulk-operations/list-bulk-operations.ts';
import { BulkInput, BulkOperationsQuery } from '#lib/bulk-operations/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { planBulkOperation } from '#lib/pipeline/plan-bulk-operation.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'deliveries:read',
  query: BulkOperationsQuery.extend(PageQuery.shape),
  run: paged('bulk_operations', listBulkOperations),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  body: BulkInput,
  status: 201,
  run: (ctx, { body }) => planBulkOperation(ctx, body),
});
