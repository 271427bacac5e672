import { AppError } from '#lib/platform/errors.ts';
import { isBreachedPassword, isCommonPassword } from './common-passwords.ts';

export type PasswordOwner = { email: string; name?: string | null | undefined };

/** What an attacker tries first knows whom he attacks. */
const wordsAbout = ({ email, name }: PasswordOwner): string[] =>
  [email, email.split('@', 1)[0] ?? '', email.split('@')[1] ?? '', name ?? '', 'the eye', 'theeye'].map(
    (word) => word.toLowerCase(),
  );

/**
 * Refuses a new password that is known to be guessed early; length is settled by the schema, kinds of characters are
 * nobody's business (OWASP ASVS 5.0, 6.2.4, 6.2.5, 6.2.11, 6.2.12). @throws AppError `invalid`
 */
export async function requireGoodPassword(
  password: string,
  owner: PasswordOwner,
  path = 'password',
): Promise<void> {
  const fault = await faultOf(password, owner);
  if (fault === null) return;
  throw new AppError('invalid', `The password ${fault}.`, {
    details: { errors: [{ path, message: fault }] },
  });
}

async function faultOf(password: string, owner: PasswordOwner): Promise<string | null> {
  if (new Set(password).size < 3) return 'repeats one or two characters';
  if (wordsAbout(owner).includes(password.toLowerCase())) return 'is the name or the address it belongs to';
  if (await isCommonPassword(password)) return 'is one of those that are guessed first';
  return (await isBreachedPassword(password)) ? 'stands in a list of stolen passwords' : null;
}
