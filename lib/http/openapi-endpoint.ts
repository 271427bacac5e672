import type { PlainRequest } from './event-door.ts';
import { openApiDocument } from './openapi.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

/** `GET /api/v1/openapi.json`: the reference for programs; it tells nothing that the source does not. */
export async function openApiEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  try {
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'cache-control': 'no-cache',
        'x-request-id': requestId,
      },
      body: JSON.stringify(await openApiDocument()),
    };
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
