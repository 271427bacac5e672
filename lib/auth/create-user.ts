import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from './context.ts';
import { hashPassword, makePassword } from './password.ts';
import { presentUser } from './present-user.ts';
import { requireEmail } from './require-email.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { requireRoles } from './require-roles.ts';
import { requireUser } from './require-user.ts';
import { reachOfRoles } from './role-repo.ts';
import type { CreatedUser, UserInput } from './schema.ts';
import { insertUser } from './user-repo.ts';

/**
 * Makes a user with a random first password, which this answer alone tells.
 * @throws AppError `conflict` (address taken), `forbidden` (a role that allows more than the caller may), `invalid`.
 */
export async function createUser(ctx: Context, input: UserInput): Promise<CreatedUser> {
  requirePermission(ctx, 'users:write');
  const email = requireEmail(input.email);
  const [id, password] = [uuidv7(), makePassword()];
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    const roles = await requireRoles(tx.db, input.roles);
    requireReach(ctx, await reachOfRoles(tx.db, roles));
    const user = { id, email, name: input.name, passwordHash };
    await refuseTaken('email', () =>
      insertUser(
        tx.db,
        user,
        roles.map((role) => role.id),
      ),
    );
    const after = presentUser(await requireUser(tx.db, id));
    await recordAudit(tx, { action: 'users.create', subjectType: 'user', subjectId: id, after });
    return { ...after, password };
  });
}
