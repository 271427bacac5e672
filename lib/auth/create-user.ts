import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { actorName, type Context } from './context.ts';
import { announceMail, queueAccountMail, requireMail } from './links/queue-account-mail.ts';
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
 * Makes a user with a random first password, which this answer alone tells, or invites him to choose one himself.
 * @throws AppError `conflict` (address taken; an invitation without a mail server), `forbidden` (a role that allows more than the caller may), `invalid`.
 */
export async function createUser(ctx: Context, input: UserInput): Promise<CreatedUser> {
  requirePermission(ctx, 'users:write');
  if (input.invite) await requireMail();
  const email = requireEmail(input.email);
  const [id, password] = [uuidv7(), makePassword()];
  const passwordHash = await hashPassword(password);
  const { created, mail } = await inTransaction(ctx, async (tx) => {
    const roles = await requireRoles(tx.db, input.roles);
    requireReach(ctx, await reachOfRoles(tx.db, roles));
    const invitedAt = input.invite ? clock.now() : null;
    const user = { id, email, name: input.name, passwordHash, invitedAt };
    await refuseTaken('email', () =>
      insertUser(
        tx.db,
        user,
        roles.map((role) => role.id),
      ),
    );
    const after = presentUser(await requireUser(tx.db, id));
    await recordAudit(tx, { action: 'users.create', subjectType: 'user', subjectId: id, after });
    if (!input.invite) return { created: { ...after, password }, mail: null };
    const data = { inviter: actorName(ctx.actor) };
    const queued = await queueAccountMail(tx, { kind: 'invitation', userId: id, address: email, data });
    return { created: { ...after, password: null }, mail: queued };
  });
  await announceMail(mail);
  return created;
}
