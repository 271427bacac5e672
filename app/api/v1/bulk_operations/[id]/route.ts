import { getBulkOperation } from '#lib/bulk-operations/get-bulk-operation.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'deliveries:read',
  params: IdParams,
  run: (ctx, { params }) => getBulkOperation(ctx, params.id),
});
