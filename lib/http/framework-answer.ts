import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '#lib/platform/errors.ts';
import { awayPage, wasAway } from './away-page.ts';
import { discardRest } from './discard-rest.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';
import { routeMethods } from './route-methods.ts';
import { NONCE_HEADER } from './security-headers.ts';

type Write = (...args: unknown[]) => unknown;

/** Headers that say something about the body that is not sent. */
const ABOUT_THE_BODY = /^(content-(?!security)|cache-control|etag|link|vary|transfer-encoding|x-nextjs-)/;

/** What is asked by programs; all else are pages. */
const IS_API = /^\/(api|oauth)\//;

function methodProblem({ method, url = '' }: IncomingMessage, requestId: string): PlainResponse {
  const fault = new AppError('method_not_allowed', `This endpoint does not take ${method}.`);
  const problem = problemResponse(fault, requestId);
  const allow = routeMethods(url.split('?', 1)[0] as string)?.join(', ');
  return { ...problem, headers: { ...problem.headers, ...(allow === undefined ? {} : { allow }) } };
}

/** What leaves instead of the framework's own answer, which is empty for a method and 500 for a store that is away. */
function instead(request: IncomingMessage, status: number, requestId: string): PlainResponse | null {
  const isApi = IS_API.test(request.url ?? '');
  if (isApi && status === 405) return methodProblem(request, requestId);
  if (isApi || status !== 500 || !wasAway(requestId)) return null;
  return awayPage(requestId, String(request.headers[NONCE_HEADER] ?? ''));
}

/** Whether a refusal goes out while its body still comes in: what is left would be taken for the next request's time. */
const isUnread = (request: IncomingMessage, status: number): boolean => status >= 400 && !request.complete;

/** Makes an answer of the framework one of ours: with a request id, and an explained fault where it has only a number. */
export function adoptAnswer(request: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdOf(request.headers['x-request-id'] as string | undefined);
  request.headers['x-request-id'] = requestId;
  const [writeHead, write, end] = [response.writeHead, response.write, response.end].map(
    (method) => method.bind(response) as Write,
  ) as [Write, Write, Write];
  let ours: PlainResponse | null = null;

  response.writeHead = ((...args: unknown[]) => {
    ours = instead(request, Number(args[0]), requestId);
    if (!response.hasHeader('x-request-id')) response.setHeader('x-request-id', requestId);
    if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
    if (isUnread(request, ours?.status ?? Number(args[0]))) response.setHeader('connection', 'close');
    if (!ours) return writeHead(...args);
    for (const name of response.getHeaderNames()) if (ABOUT_THE_BODY.test(name)) response.removeHeader(name);
    const sizeBytes = String(Buffer.byteLength(ours.body));
    return writeHead(ours.status, { ...ours.headers, 'content-length': sizeBytes });
  }) as ServerResponse['writeHead'];
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(response.statusCode);
  };
  response.write = ((...args: unknown[]) => {
    begin();
    return ours ? true : write(...args);
  }) as ServerResponse['write'];
  response.end = ((...args: unknown[]) => {
    // An end of the framework's own with the head still to come may yet count the bytes of its body.
    if (instead(request, response.statusCode, requestId)) begin();
    const finish = (): unknown => (ours ? end(request.method === 'HEAD' ? '' : ours.body) : end(...args));
    if (!isUnread(request, response.statusCode)) return finish();
    void discardRest(request).then(finish);
    return response;
  }) as ServerResponse['end'];
}
