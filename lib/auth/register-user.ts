import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from './context.ts';
import { displayName } from './display-name.ts';
import { announceMail, queueIfPossible } from './links/queue-account-mail.ts';
import { hashPassword } from './password.ts';
import { presentUser } from './present-user.ts';
import { requireEmail } from './require-email.ts';
import { requireGoodPassword } from './require-good-password.ts';
import { requireUser } from './require-user.ts';
import type { Registration, User } from './schema.ts';
import { throttleLogin } from './throttle-login.ts';
import { insertUser } from './user-repo.ts';

/**
 * Makes a user of a stranger, without any right, where that is open to everybody (`REGISTRATION`).
 * @throws AppError `unauthenticated` where it is closed, `conflict` (address taken), `invalid`, `rate_limited`.
 */
export async function registerUser(ctx: Context, input: Registration): Promise<User> {
  if (env().REGISTRATION === 'closed') {
    throw new AppError('unauthenticated', 'Registration is closed: an administrator makes users.');
  }
  const email = requireEmail(input.email);
  // As a sign-in under this address: whoever tries many has to wait.
  await throttleLogin(email, ctx.address);
  const { first_name: firstName, last_name: lastName } = input;
  const name = displayName(firstName, lastName) ?? (email.split('@', 1)[0] as string);
  await requireGoodPassword(input.password, { email, name });
  const [id, passwordHash] = [uuidv7(), await hashPassword(input.password)];
  const { registered, mail } = await inTransaction(ctx, async (tx) => {
    const user = { id, email, name: name.slice(0, 128), firstName, lastName, passwordHash };
    await refuseTaken('email', () => insertUser(tx.db, user, []));
    const after = presentUser(await requireUser(tx.db, id));
    await recordAudit(tx, { action: 'users.register', subjectType: 'user', subjectId: id, after });
    const queued = await queueIfPossible(tx, { kind: 'verification', userId: id, address: email });
    return { registered: after, mail: queued };
  });
  await announceMail(mail);
  return registered;
}
