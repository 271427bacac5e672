export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'timed_out'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media_type'
  | 'misdirected'
  | 'invalid'
  | 'rate_limited'
  | 'headers_too_large'
  | 'internal'
  | 'unavailable';

/** One fault in the input: `path` is dotted, with indexes in brackets (`[3].data.items[0]`), empty for the whole body. */
export type FieldFault = { path: string; message: string };

export type ErrorDetails = {
  errors?: FieldFault[];
  retryAfterSeconds?: number;
  /** Further members of the problem document (RFC 9457 section 3.2). */
  extra?: Record<string, unknown>;
};

/** The only error class: `message` may be shown to whoever asked, `cause` goes to the log and nowhere else. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

export function isAppError(error: unknown): error is AppError {
  // By shape as well: the web process holds two copies of this module (server and bundle).
  return (
    error instanceof AppError || (error instanceof Error && error.name === 'AppError' && 'code' in error)
  );
}
