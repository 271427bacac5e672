import { signedRoute } from '#lib/http/plain-route.ts';
import { slackEndpoint } from '#lib/http/slack-endpoint.ts';

export const POST = signedRoute(slackEndpoint);
