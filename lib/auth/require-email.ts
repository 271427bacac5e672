import { AppError } from '#lib/platform/errors.ts';
import { normalizeEmail } from './email.ts';

/** The one spelling of an address. @throws AppError `invalid` when it is none. */
export function requireEmail(text: string): string {
  const email = normalizeEmail(text);
  if (email) return email;
  const message = 'is no e-mail address';
  throw new AppError('invalid', `The e-mail address ${message}.`, {
    details: { errors: [{ path: 'email', message }] },
  });
}
