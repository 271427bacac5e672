import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { RouteHandler } from '#lib/http/endpoint.ts';
import { fastLane } from '#lib/http/fast-lane.ts';
import { guardRequest } from '#lib/http/guard-request.ts';
import { hotEndpoint } from '#lib/http/hot-endpoint.ts';
import { httpServer } from '#lib/http/http-server.ts';
import { giveSecurityHeaders } from '#lib/http/security-headers.ts';
import { closeServer, listenLocally } from './peer-http.ts';

type Handler = (request: Request, args: Parameters<RouteHandler>[1]) => Promise<Response>;
/** By method and path as the route files stand in the tree: `GET /api/v1/events/[id]`. */
export type Routes = Readonly<Record<string, Handler>>;
export type Served = AsyncDisposable & { origin: string };

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/\[(\w+)\]/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`);

/** Route handlers behind the product's own kind of server on a free local port, with the fast lane in front of them if wanted. */
export async function serveRoutes(
  routes: Routes,
  options: { fastLane: boolean; server?: ServerOptions },
): Promise<Served> {
  const table = Object.entries(routes).map(([name, handler]) => {
    const [method = '', path = ''] = name.split(' ');
    return { method, pattern: patternOf(path), handler };
  });

  const viaRoute = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    for (const { method, pattern, handler } of table) {
      const match = pattern.exec(url.pathname);
      if (method !== request.method || !match) continue;
      return answer(
        await handler(toRequest(request, url), { params: Promise.resolve({ ...match.groups }) }),
        response,
      );
    }
    response.writeHead(404).end();
  };

  const server = httpServer((request, response) => {
    const refusal = guardRequest(request);
    const hot = options.fastLane ? hotEndpoint(request) : null;
    if (!hot) giveSecurityHeaders(response);
    if (refusal) response.writeHead(refusal.status, refusal.headers).end(refusal.body);
    else if (hot) void fastLane(request, response, hot);
    else void viaRoute(request, response);
  }, options.server);
  const port = await listenLocally(server);
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => closeServer(server) };
}

function toRequest(incoming: IncomingMessage, url: URL): Request {
  // As the guard left them, with the caller's address.
  const headers = Object.entries(incoming.headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  );
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {};
  return new Request(url, { method, headers, ...body });
}

async function answer(from: Response, to: ServerResponse): Promise<void> {
  to.writeHead(from.status, Object.fromEntries(from.headers));
  to.end(from.body ? Buffer.from(await from.arrayBuffer()) : undefined);
}
