import { AppError } from '#lib/platform/errors.ts';

const PRINTABLE = /^[\x21-\x7e]{1,128}$/;

/** The key that a caller gives a write it may send twice; null without one. @throws AppError `bad_request`. */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || PRINTABLE.test(key)) return key;
  const message = 'has to be 1 to 128 visible characters of ASCII';
  throw new AppError('bad_request', `The header Idempotency-Key ${message}.`, {
    details: { errors: [{ path: 'Idempotency-Key', message }] },
  });
}
