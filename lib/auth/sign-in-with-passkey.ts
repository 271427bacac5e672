import { AppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import type { Context } from './context.ts';
import { ownerOfPasskey } from './factors/passkeys.ts';
import type { PasskeyAssertion } from './factors/schema.ts';
import { openSession } from './open-session.ts';
import type { SignedIn } from './sign-in.ts';
import { findUserForLogin } from './user-repo.ts';

/**
 * Opens a session of the console for whoever holds a passkey, which knows its owner by a finger, a face or a PIN: two
 * factors in one. @throws AppError `conflict` (not accepted), `rate_limited`.
 */
export async function signInWithPasskey(
  ctx: Context,
  { assertion, userAgent }: { assertion: PasskeyAssertion; userAgent: string | null },
): Promise<SignedIn> {
  const userId = await ownerOfPasskey(ctx, assertion);
  const user = userId === null ? null : await findUserForLogin(ctx.db, { id: userId });
  if (!user?.enabled) {
    log.info({ requestId: ctx.requestId, address: ctx.address, userId }, 'a passkey was refused');
    throw new AppError('conflict', 'This passkey does not open an account here.');
  }
  const { id, email, name } = user;
  return { ...(await openSession(ctx, { userId: id, email, kind: 'console', userAgent })), email, name };
}
