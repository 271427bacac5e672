import { getQueueHealth } from '#lib/findings/get-queue-health.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'findings:read',
  run: (ctx) => getQueueHealth(ctx),
});
