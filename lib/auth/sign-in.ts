import { AppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import type { Context } from './context.ts';
import { normalizeEmail } from './email.ts';
import { requireSecondFactor } from './factors/require-second-factor.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import { hashPassword, needsRehash, verifyPassword } from './password.ts';
import type { SessionKind } from './session-life.ts';
import { throttleLogin } from './throttle-login.ts';
import { findUserForLogin, type LoginUser, setPasswordHash } from './user-repo.ts';

export type SignInInput = {
  email: string;
  password: string;
  code?: string | undefined;
  userAgent: string | null;
  kind: SessionKind;
};
export type SignedIn = OpenedSession & { email: string; name: string };

const WRONG = 'The e-mail address or the password is wrong.';

/**
 * Checks a password and opens a session. An unknown user, a disabled one and a wrong password get the same answer
 * after the same work. @throws AppError `conflict` (wrong), `unauthenticated` (a second factor is missing or wrong),
 * `rate_limited` (too many tries), `unavailable` (overload).
 */
export async function signIn(ctx: Context, input: SignInInput): Promise<SignedIn> {
  const email = normalizeEmail(input.email);
  const attempt = await throttleLogin(email ?? input.email.trim().toLowerCase().slice(0, 200), ctx.address);
  const user = await findUserForLogin(ctx.db, { email: email ?? '' });
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? null);
  if (!user?.enabled || !isRight) {
    log.info({ requestId: ctx.requestId, address: ctx.address, userId: user?.id }, 'a sign-in was refused');
    throw new AppError('conflict', WRONG, { details: { extra: { message: WRONG } } });
  }
  await requireSecondFactor(ctx, user, input.code);
  await attempt.succeed();
  await renewHash(ctx, user, input.password);
  const { kind, userAgent } = input;
  const session = await openSession(ctx, { userId: user.id, email: user.email, kind, userAgent });
  return { ...session, email: user.email, name: user.name };
}

async function renewHash(ctx: Context, user: LoginUser, password: string): Promise<void> {
  if (needsRehash(user.passwordHash)) await setPasswordHash(ctx.db, user.id, await hashPassword(password));
}
