import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '#lib/platform/errors.ts';
import { problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

/**
 * The framework answers a method that a route does not have with an empty 405 of its own; under `/api/` it leaves
 * as a problem like every other error.
 */
export function explainMethodRefusals(request: IncomingMessage, response: ServerResponse): void {
  if (!request.url?.startsWith('/api/')) return;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = ((...args: unknown[]): ServerResponse => {
    if (response.statusCode !== 405 || response.headersSent) return end(...args);
    const error = new AppError('method_not_allowed', `This endpoint does not take ${request.method}.`);
    const { headers, body } = problemResponse(
      error,
      requestIdOf(request.headers['x-request-id'] as string | undefined),
    );
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return end(body);
  }) as ServerResponse['end'];
}
