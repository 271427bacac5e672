import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { verifyPassword } from './password.ts';
import { throttleLogin } from './throttle-login.ts';
import { findUserForLogin, type LoginUser } from './user-repo.ts';

/**
 * Whoever found a browser open must not be able to take the account along (OWASP ASVS 5.0, 7.5.1). Wrong ones count
 * as sign-in attempts. @throws AppError `bad_request` without the right password, `rate_limited`.
 */
export async function requireOwnPassword(
  ctx: Context,
  id: string,
  { password, what }: { password: string | undefined; what: string },
): Promise<LoginUser> {
  const user = await findUserForLogin(ctx.db, { id });
  const attempt = await throttleLogin(user?.email ?? '', ctx.address);
  const isRight = await verifyPassword(password ?? '', user?.passwordHash ?? null);
  if (!user || !isRight) {
    const message = password === undefined ? 'has to be given' : 'is wrong';
    throw new AppError('bad_request', `${what} needs the password.`, {
      details: { errors: [{ path: 'password', message }] },
    });
  }
  await attempt.succeed();
  return user;
}
