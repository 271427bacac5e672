import { endpoint } from '#lib/http/endpoint.ts';
import { describeEvent } from '#lib/pipeline/describe-event.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  params: IdParams,
  run: async (ctx, { params }) => {
    const event = await describeEvent(ctx, params.id, { include: ['trace', 'deliveries'], masked: true });
    return { trace: event.trace, deliveries: event.deliveries };
  },
});
