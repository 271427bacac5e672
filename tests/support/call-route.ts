import type { RouteHandler } from '#lib/http/endpoint.ts';
import { REMOTE_ADDRESS_HEADER } from '#lib/http/request-context.ts';

export type Call = {
  method?: string;
  path?: string;
  params?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON; a string goes out as it is. */
  body?: unknown;
  token?: string;
  address?: string;
};

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

type Handler = (request: Request, args: Parameters<RouteHandler>[1]) => Promise<Response>;

/** Calls a route as the framework would, and reads its answer. */
export async function callRoute(route: Handler, call: Call = {}): Promise<Answer> {
  const headers = new Headers({ [REMOTE_ADDRESS_HEADER]: call.address ?? '127.0.0.1', ...call.headers });
  if (call.token !== undefined) headers.set('authorization', `Bearer ${call.token}`);
  const body =
    call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const method = call.method ?? (body === undefined ? 'GET' : 'POST');
  const request = new Request(`http://localhost:3000${call.path ?? '/'}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const response = await route(request, { params: Promise.resolve(call.params ?? {}) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
}
