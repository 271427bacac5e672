import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from './context.ts';
import { displayName } from './display-name.ts';
import { hashPassword } from './password.ts';
import { presentUser } from './present-user.ts';
import { requireEmail } from './require-email.ts';
import { requireGoodPassword } from './require-good-password.ts';
import { requireUser } from './require-user.ts';
import { findRoles } from './role-repo.ts';
import type { Registration, User } from './schema.ts';
import { insertUser } from './user-repo.ts';

const ROLE = 'administrator';

/**
 * Makes a user who may do everything: for whoever runs the machine, who needs no permission of anybody.
 * @throws AppError `conflict` (address taken, or there is no role for it yet), `invalid`.
 */
export async function createSuperuser(ctx: Context, input: Registration): Promise<User> {
  if (ctx.actor.type !== 'system') throw new AppError('forbidden', 'Only the command line does this.');
  const email = requireEmail(input.email);
  const { first_name: firstName, last_name: lastName } = input;
  const name = displayName(firstName, lastName) ?? 'Administrator';
  await requireGoodPassword(input.password, { email, name });
  const [id, passwordHash] = [uuidv7(), await hashPassword(input.password)];
  return inTransaction(ctx, async (tx) => {
    const [role] = await findRoles(tx.db, [ROLE]);
    if (!role) throw new AppError('conflict', `There is no role ${ROLE} yet: run init first.`);
    const user = { id, email, name, firstName, lastName, passwordHash };
    await refuseTaken('email', () => insertUser(tx.db, user, [role.id]));
    const after = presentUser(await requireUser(tx.db, id));
    await recordAudit(tx, { action: 'users.create', subjectType: 'user', subjectId: id, after });
    return after;
  });
}
