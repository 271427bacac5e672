import { AppError, type ErrorCode, isAppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { createLru } from '#lib/platform/lru.ts';

type Answer = { status: number; title: string; retryAfterSeconds?: number };

/** The one table from error code to HTTP: status, problem title, and when to come back. */
export const ANSWERS: Readonly<Record<ErrorCode, Answer>> = {
  bad_request: { status: 400, title: 'Bad request' },
  unauthenticated: { status: 401, title: 'Identity required' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  timed_out: { status: 408, title: 'Too slow' },
  conflict: { status: 409, title: 'Conflict' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  misdirected: { status: 421, title: 'Misdirected request' },
  invalid: { status: 422, title: 'Rule broken' },
  rate_limited: { status: 429, title: 'Too many requests', retryAfterSeconds: 1 },
  headers_too_large: { status: 431, title: 'Headers too large' },
  internal: { status: 500, title: 'Our fault', retryAfterSeconds: 5 },
  unavailable: { status: 503, title: 'Not available', retryAfterSeconds: 2 },
};

/** RFC 9457 problem details. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  [member: string]: unknown;
};

export type PlainResponse = { status: number; headers: Record<string, string>; body: string };

const STORE_AWAY =
  /^(08|53|57P|58)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$|^P(1001|1002|1008|1017|2024|2037)$/;

const codesOf = (error: unknown): string[] => {
  const codes: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    if (
      /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Can't reach database|Server has closed the connection/i.test(
        at.message,
      )
    ) {
      codes.push('ECONNREFUSED');
    }
  }
  return codes;
};

/** What is not an AppError is our own fault: 503 when the store is away, else 500; the cause stays in the log. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (codesOf(error).some((code) => STORE_AWAY.test(code))) {
    return new AppError('unavailable', 'The store cannot be reached at the moment.', { cause: error });
  }
  return new AppError('internal', 'Something went wrong on our side.', { cause: error });
}

/** The problem document alone, as it stands inside the results of an array. */
export function problemOf(error: AppError, requestId: string): Problem {
  const answer = ANSWERS[error.code];
  return {
    ...error.details.extra,
    type: 'about:blank',
    title: answer.title,
    status: answer.status,
    detail: error.message,
    requestId,
    ...(error.details.errors ? { errors: error.details.errors } : {}),
  };
}

const LOGGED_EVERY_MS = 1_000;
const loggedAtMs = createLru<string, number>(100);

/** Whoever turns away thousands in a second has no time to write a line for each of them. */
function isLogDue(message: string): boolean {
  const nowMs = performance.now();
  if (nowMs - (loggedAtMs.get(message) ?? Number.NEGATIVE_INFINITY) < LOGGED_EVERY_MS) return false;
  loggedAtMs.set(message, nowMs);
  return true;
}

/** Any error as an answer: problem+json, Retry-After where coming back helps, a log line where the fault is ours. */
export function problemResponse(thrown: unknown, requestId: string): PlainResponse {
  const error = toAppError(thrown);
  const answer = ANSWERS[error.code];
  if (error.code === 'internal') log.error({ err: error.cause ?? error, requestId }, error.message);
  else if (answer.status >= 500 && isLogDue(error.message))
    log.warn({ err: error.cause, requestId }, error.message);
  const retryAfter = error.details.retryAfterSeconds ?? answer.retryAfterSeconds;
  return {
    status: answer.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(answer.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
    },
    body: JSON.stringify(problemOf(error, requestId)),
  };
}
