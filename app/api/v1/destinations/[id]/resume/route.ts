import { resumeDestination } from '#lib/dispatch/resume-destination.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  params: IdParams,
  run: (ctx, { params }) => resumeDestination(ctx, params.id),
});
