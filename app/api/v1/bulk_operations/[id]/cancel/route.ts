import { cancelBulkOperation } from '#lib/bulk-operations/cancel-bulk-operation.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  run: (ctx, { params }) => cancelBulkOperation(ctx, params.id),
});
