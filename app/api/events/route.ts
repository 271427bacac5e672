import { earlierEventEndpoint } from '#lib/http/earlier-event-endpoint.ts';
import { plainRoute } from '#lib/http/plain-route.ts';

export const POST = plainRoute(earlierEventEndpoint);
export const OPTIONS = POST;
