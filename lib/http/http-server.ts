import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { refuseConnection, refuseTunnel } from './refuse-connection.ts';

const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // How often the two above are looked at.
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
  // Looked at by the guard, whose refusal says what was wrong.
  requireHostHeader: false,
};

/** A server whose every answer is one of ours, also to what is no request. */
export function httpServer(handle: RequestListener, options: ServerOptions = {}): Server {
  const server = createServer({ ...LIMITS, ...options }, handle);
  server.on('clientError', refuseConnection);
  server.on('connect', refuseTunnel);
  // An expectation that nobody here knows is passed over (RFC 9110 section 10.1.1).
  server.on('checkExpectation', handle);
  return server;
}
