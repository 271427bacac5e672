import { AppError, isAppError } from '#lib/platform/errors.ts';
import { bearerToken } from './bearer-token.ts';

/**
 * The bearer token of an auth service call, where a header that is no bearer token is a malformed token (422) and
 * not a missing identity. Null without a header.
 */
export function tokenHeader(request: { headers: { get(name: string): string | null } }): string | null {
  try {
    return bearerToken(request.headers);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { errors } = error.details;
    throw new AppError('invalid', error.message, {
      cause: error,
      details: { extra: { msg: error.message }, ...(errors ? { errors } : {}) },
    });
  }
}
