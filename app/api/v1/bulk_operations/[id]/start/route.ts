import { StartInput } from '#lib/bulk-operations/schema.ts';
import { startBulkOperation } from '#lib/bulk-operations/start-bulk-operation.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  body: StartInput,
  status: 202,
  run: (ctx, { params, body }) => startBulkOperation(ctx, params.id, body),
});
