import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from './context.ts';
import { displayName } from './display-name.ts';
import { isSelf } from './is-self.ts';
import { announceMail, queueIfPossible, tellChange } from './links/queue-account-mail.ts';
import { presentUser } from './present-user.ts';
import { requireAdministrator } from './require-administrator.ts';
import { requireEmail } from './require-email.ts';
import { requireOwnPassword } from './require-own-password.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { requireRoles } from './require-roles.ts';
import { requireUser } from './require-user.ts';
import { reachOfRoles } from './role-repo.ts';
import type { User, UserChange } from './schema.ts';
import { revokeSessions } from './session-repo.ts';
import {
  changeUser,
  heldNames,
  lockAdministrators,
  replaceRoles,
  type UserFields,
  type UserRow,
} from './user-repo.ts';

/**
 * Changes what a user is called, his address, his roles, or whether he may sign in; the first two he may himself, the
 * address with his password. In force with the commit; disabling ends every session.
 * @throws AppError `forbidden` (beyond the caller's own reach), `conflict` (nobody would be left to administer).
 */
export async function updateUser(ctx: Context, id: string, change: UserChange): Promise<User> {
  if (!isSelf(ctx, id) || changesRights(change)) requirePermission(ctx, 'users:write');
  const email = change.email === undefined ? undefined : requireEmail(change.email);
  if (email !== undefined && isSelf(ctx, id)) {
    await requireOwnPassword(ctx, id, { password: change.password, what: 'A change of the own address' });
  }
  const { changed, mails } = await inTransaction(ctx, async (tx) => {
    await lockAdministrators(tx.db);
    const row = await requireUser(tx.db, id);
    requireReach(ctx, await heldNames(tx.db, id));
    await refuseTaken('email', () => changeUser(tx.db, id, fieldsOf(change, { row, email })));
    const isMoved = email !== undefined && email !== row.email;
    if (isMoved) await revokeOthers(tx, id);
    if (change.roles) await setRoles(tx, row, change.roles);
    if (change.enabled === false) await revokeSessions(tx.db, { userId: id }, clock.now());
    await requireAdministrator(tx);
    const [before, after] = [presentUser(row), presentUser(await requireUser(tx.db, id))];
    await recordAudit(tx, { action: 'users.update', subjectType: 'user', subjectId: id, before, after });
    return { changed: after, mails: isMoved ? await tellBoth(tx, row, email) : [] };
  });
  for (const mail of mails) await announceMail(mail);
  return changed;
}

/** The old address hears of it, the new one is asked whether it is his. */
async function tellBoth(tx: Context, { id, email: old }: UserRow, email: string): Promise<(string | null)[]> {
  return [
    await tellChange(tx, { userId: id, address: old, change: 'email' }),
    await queueIfPossible(tx, { kind: 'verification', userId: id, address: email }),
  ];
}

/** A user changes what he is called and his address; whether he may come in and what he may do is decided by others. */
const changesRights = ({ roles, enabled }: UserChange): boolean =>
  roles !== undefined || enabled !== undefined;

type Settled = { row: UserRow; email: string | undefined };

/** What the console shows follows the first and last name, unless it is given itself. */
function fieldsOf({ name, first_name, last_name, enabled }: UserChange, { row, email }: Settled): UserFields {
  const first = first_name === undefined ? row.firstName : first_name;
  const last = last_name === undefined ? row.lastName : last_name;
  const isRenamed = first !== row.firstName || last !== row.lastName;
  const shown = name ?? (isRenamed ? displayName(first, last) : null);
  return {
    ...{ firstName: first, lastName: last },
    ...(shown === null ? {} : { name: shown }),
    ...(email === undefined || email === row.email ? {} : { email, emailVerifiedAt: null }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

async function revokeOthers(tx: Context, userId: string): Promise<void> {
  const own = tx.actor.type === 'user' ? { exceptId: tx.actor.sessionId } : {};
  await revokeSessions(tx.db, { userId, ...own }, clock.now());
}

async function setRoles(ctx: Context, row: UserRow, names: readonly string[]): Promise<void> {
  const roles = await requireRoles(ctx.db, names);
  requireReach(ctx, await reachOfRoles(ctx.db, roles));
  await replaceRoles(
    ctx.db,
    row.id,
    roles.map((role) => role.id),
  );
}
