import { plainRouteBy } from '#lib/http/plain-route.ts';
import { webhookEndpoint } from '#lib/http/webhook-endpoint.ts';

export const POST = plainRouteBy('source', webhookEndpoint);
