import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Context, systemContext } from './context.ts';
import { normalizeEmail } from './email.ts';
import { hashPassword, makePassword } from './password.ts';
import { seedPermissions } from './seed-permissions.ts';
import { lockSeeding } from './seed-repo.ts';
import { findAdministrators, upsertAdministrator } from './user-repo.ts';

const DEFAULT_EMAIL = 'admin@eye.localhost';

/** `password` only when one was made up here: it is told this once and kept nowhere. */
export type Administrator = { email: string; password: string | null };

/**
 * Adds permissions and roles that are missing, and an administrator when no enabled one exists: from ADMIN_EMAIL and
 * ADMIN_PASSWORD where they are set, else with a random password. A user who has that address already is enabled,
 * made administrator and given the new password, so a locked-out installation opens again at its next start.
 */
export async function ensureAdministrator(ctx: Context = systemContext('start-up')): Promise<Administrator> {
  // Hashed before the transaction, which then holds its lock for milliseconds.
  const given = env().ADMIN_PASSWORD;
  const password = given ?? makePassword();
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (own) => {
    await lockSeeding(own.db);
    await seedPermissions(own.db);
    const [existing] = await findAdministrators(own.db);
    if (existing) return { email: existing.email, password: null };
    const email = normalizeEmail(env().ADMIN_EMAIL ?? DEFAULT_EMAIL) ?? DEFAULT_EMAIL;
    const id = await upsertAdministrator(own.db, {
      id: uuidv7(),
      email,
      name: 'Administrator',
      passwordHash,
    });
    await recordAudit(own, {
      action: 'users.create',
      subjectType: 'user',
      subjectId: id,
      after: { email, roles: ['administrator'] },
    });
    return { email, password: given === undefined ? password : null };
  });
}
