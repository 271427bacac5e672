import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { env } from '#lib/platform/env.ts';
import { AppError, type ErrorCode } from '#lib/platform/errors.ts';
import { CORS } from './event-door.ts';
import { METHODS } from './guard-request.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';
import { securityHeaders } from './security-headers.ts';

/** Whoever still sends gets this long to read why nobody listens any more. */
const LINGER_MS = 2_000;

/** What the HTTP parser and its clock find, by their own codes. */
const FAULTS: Readonly<Record<string, [ErrorCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The address and the headers are larger than 16 KiB together.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['too_large', 'The extensions of a chunk are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['timed_out', 'The request did not arrive in time.'],
};

/** Node's own note of the answer that is due on a connection; nothing public tells whether it has begun. */
type Connection = Duplex & { _httpMessage?: ServerResponse | null };

const refused = new WeakSet<Duplex>();

const requestIdGiven = (request: IncomingMessage | undefined): string =>
  requestIdOf(request?.headers['x-request-id'] as string | undefined);

/** Writes an answer where there is no response object to write it with, and closes. */
function hangUp(socket: Duplex, { status, headers, body }: PlainResponse): void {
  refused.add(socket);
  const about = { 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const all = { ...securityHeaders(env()), ...headers, ...CORS, ...about };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Answers what never became a request, or stopped being one in mid-body, with a problem like any other. */
export function refuseConnection(error: Error & { code?: string }, socket: Connection): void {
  // More of the same after the refusal: the clock that was set then closes the connection.
  if (refused.has(socket) && socket.writableEnded) return;
  const due = socket._httpMessage;
  // Half an answer is on its way: anything added to it would be read as its rest.
  if (!socket.writable || due?.headersSent) {
    socket.destroy(error);
    return;
  }
  const [code, words] = FAULTS[error.code ?? ''] ?? ['bad_request', 'This is no HTTP request.'];
  hangUp(socket, problemResponse(new AppError(code, words), requestIdGiven(due?.req)));
}

/** `CONNECT` asks for a tunnel, and there is none here. */
export function refuseTunnel(request: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  const fault = new AppError('method_not_allowed', 'Nothing here takes CONNECT.');
  const refusal = problemResponse(fault, requestIdGiven(request));
  hangUp(socket, { ...refusal, headers: { ...refusal.headers, allow: METHODS.join(', ') } });
}
