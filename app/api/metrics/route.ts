import { endpoint } from '#lib/http/endpoint.ts';
import { metricsAnswer } from '#lib/http/metrics-answer.ts';

export const dynamic = 'force-dynamic';

export const GET = endpoint({
  identity: 'none',
  permission: null,
  run: (_ctx, { request }) => metricsAnswer(request),
});
