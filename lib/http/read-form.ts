import { oauthFault } from '#lib/clients/oauth/oauth-fault.ts';
import { AppError } from '#lib/platform/errors.ts';
import { readBody } from './read-body.ts';

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;
const MAX_BODY_BYTES = 16 * 1024;

/**
 * The parameters of an OAuth request: one without a value counts as left out, and none may stand twice (RFC
 * 6749 section 3.2). @throws AppError for another type, size or form.
 */
export async function readForm({ headers, body }: Request): Promise<ReadonlyMap<string, string>> {
  if (!FORM_TYPE.test(headers.get('content-type') ?? '')) {
    throw new AppError('unsupported_media_type', 'The body has to be application/x-www-form-urlencoded.');
  }
  const text = await readBody(body, { maxBytes: MAX_BODY_BYTES, encoding: headers.get('content-encoding') });
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (form.has(name)) throw oauthFault('invalid_request', 'A parameter is given more than once.');
    form.set(name, value);
  }
  for (const [name, value] of form) if (value === '') form.delete(name);
  return form;
}
