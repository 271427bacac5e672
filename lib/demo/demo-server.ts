import { createServer, type Server } from 'node:http';
import { log } from '#lib/platform/log.ts';
import { makeGraphqlTarget } from './graphql-target.ts';
import { makeHttpReceiver } from './http-receiver.ts';

export const GRAPHQL_PATH = '/graphql';
export const HOOK_PATH = '/hook';

/** Both demo peers on one port: a GraphQL target and a webhook receiver that knows the signing secret. */
export function makeDemoServer(signingSecret: string): Server {
  const graphql = makeGraphqlTarget(GRAPHQL_PATH);
  const hook = makeHttpReceiver(signingSecret);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://demo');
    if (pathname === GRAPHQL_PATH) return graphql(request, response);
    if (pathname === HOOK_PATH || pathname === '/') {
      hook(request, response).catch((error: unknown) => {
        log.warn({ err: error }, 'the demo receiver lost a request');
        response.destroy();
      });
      return;
    }
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Try /graphql or /hook."}');
  });
  // Longer than the callers keep a connection: they never meet one that is closing.
  server.keepAliveTimeout = 15_000;
  return server;
}
