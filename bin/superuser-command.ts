import type { Context } from '#lib/auth/context.ts';
import { createSuperuser } from '#lib/auth/create-superuser.ts';
import { deleteSuperuser } from '#lib/auth/delete-superuser.ts';
import { Registration } from '#lib/auth/schema.ts';
import { seedPermissions } from '#lib/auth/seed-permissions.ts';
import { lockSeeding } from '#lib/auth/seed-repo.ts';
import { findAdministrators } from '#lib/auth/user-repo.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { migrate } from '#lib/platform/migrate.ts';
import { migrateQueue } from '#lib/queue/boss.ts';
import { makeAsker } from './ask.ts';

export type Person = {
  email?: string | undefined;
  'first-name'?: string | undefined;
  'last-name'?: string | undefined;
};

const NAMES: Readonly<Record<string, string>> = {
  email: 'E-mail',
  password: 'Password',
  first_name: 'First name',
  last_name: 'Last name',
};

/** What is not given is asked for; a password is only ever asked for, because a command line can be read by others. */
export async function superuserCreate(ctx: Context, given: Person): Promise<string> {
  const asker = makeAsker();
  try {
    const email = given.email ?? (await asker.ask('E-mail'));
    const first = given['first-name'] ?? (await asker.ask('First name (may be empty)'));
    const last = given['last-name'] ?? (await asker.ask('Last name (may be empty)'));
    const password = await asker.ask('Password', { hidden: true });
    if (process.stdin.isTTY && (await asker.ask('Password again', { hidden: true })) !== password)
      throw new AppError('invalid', 'The two passwords differ.');
    const input = Registration.safeParse({
      email,
      password,
      first_name: first.trim() || null,
      last_name: last.trim() || null,
    });
    if (!input.success) {
      const [issue] = input.error.issues;
      throw new AppError('invalid', `${NAMES[String(issue?.path[0])] ?? 'The input'}: ${issue?.message}.`);
    }
    const made = await createSuperuser(ctx, input.data);
    return `The superuser ${made.email} is made.`;
  } finally {
    asker.close();
  }
}

export async function superuserDelete(ctx: Context, given: Person): Promise<string> {
  const asker = makeAsker();
  try {
    return `The superuser ${await deleteSuperuser(ctx, given.email ?? (await asker.ask('E-mail')))} is deleted.`;
  } finally {
    asker.close();
  }
}

/** Brings the database to this version with all that every installation starts with; again, it changes nothing. */
export async function init(ctx: Context, given: Person & { withSuperuser: boolean }): Promise<string> {
  await migrate(env().DATABASE_URL);
  await migrateQueue();
  await inTransaction(ctx, async (own) => {
    await lockSeeding(own.db);
    await seedPermissions(own.db);
  });
  await installDefaults(ctx);
  const ready = 'The database is ready.';
  if (!given.withSuperuser) return ready;
  const [existing] = await findAdministrators(ctx.db);
  if (existing) return `${ready} ${existing.email} may do everything already.`;
  return `${ready} ${await superuserCreate(ctx, given)}`;
}
