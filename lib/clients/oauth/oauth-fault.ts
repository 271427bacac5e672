import { AppError } from '#lib/platform/errors.ts';

/** Errors by name: RFC 6749 section 5.2, RFC 7009 section 2.2.1. */
type OauthError =
  | 'invalid_request'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'unsupported_token_type';

/** A refusal that the RFC has a name of its own for. */
export const oauthFault = (error: OauthError, description: string): AppError =>
  new AppError('bad_request', description, { details: { extra: { error } } });
