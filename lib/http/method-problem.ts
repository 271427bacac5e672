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
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  let problem: string | null = null;
  response.writeHead = ((...args: unknown[]): ServerResponse => {
    if (args[0] !== 405) return writeHead(...args);
    const error = new AppError('method_not_allowed', `This endpoint does not take ${request.method}.`);
    const requestId = requestIdOf(request.headers['x-request-id'] as string | undefined);
    const { headers, body } = problemResponse(error, requestId);
    problem = request.method === 'HEAD' ? '' : body;
    return writeHead(405, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  }) as ServerResponse['writeHead'];
  response.end = ((...args: unknown[]): ServerResponse => {
    if (!response.headersSent && response.statusCode === 405) response.writeHead(405);
    return problem === null ? end(...args) : end(problem);
  }) as ServerResponse['end'];
}
