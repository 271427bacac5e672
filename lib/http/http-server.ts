import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { hostCheck } from './own-host.ts';
import { problemResponse } from './problem.ts';
import { refuseConnection, refuseTunnel } from './refuse-connection.ts';
import { requestIdOf } from './request-context.ts';
import { writeSecureHead } from './security-headers.ts';

const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // How often the two above are looked at.
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
  // Looked at below, where the refusal says what was wrong.
  requireHostHeader: false,
};

function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts;
}

/** What proxies and servers read in more than one way: whoever stands in front may have read it in the other. */
function ambiguityOf({ headers, rawHeaders, httpVersion }: IncomingMessage): string | null {
  const hosts = countHosts(rawHeaders);
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) return 'The request has to name one host.';
  const coding = headers['transfer-encoding'];
  if (coding === undefined || coding.toLowerCase() === 'chunked') return null;
  return 'No transfer coding but chunked is taken.';
}

/**
 * A server whose every answer is one of ours, also to what is no request. `handle` sees what is sound, and gives its
 * answers the security headers, as what is refused here has them.
 */
export function httpServer(handle: RequestListener, options: ServerOptions = {}): Server {
  const faultOfHost = hostCheck(env());

  const faultOf = (request: IncomingMessage): AppError | null => {
    const ambiguity = ambiguityOf(request);
    if (ambiguity !== null) return new AppError('bad_request', ambiguity);
    const { url: path = '' } = request;
    // HTTP/1.0 has no host to name.
    const { host } = request.headers;
    return host === undefined ? null : faultOfHost({ host, path });
  };

  const handleSound: RequestListener = (request, response) => {
    const fault = faultOf(request);
    if (fault === null) return handle(request, response);
    const requestId = requestIdOf(request.headers['x-request-id'] as string | undefined);
    const refusal = problemResponse(fault, requestId);
    writeSecureHead(response, refusal.status, { ...refusal.headers, connection: 'close' });
    response.end(refusal.body);
  };
  const server = createServer({ ...LIMITS, ...options }, handleSound);
  server.on('clientError', refuseConnection);
  server.on('connect', refuseTunnel);
  // An expectation that nobody here knows is passed over (RFC 9110 section 10.1.1).
  server.on('checkExpectation', handleSound);
  return server;
}
