import { systemContext } from '#lib/auth/context.ts';
import { ensureAdministrator } from '#lib/auth/ensure-administrator.ts';
import { issueTokenPair } from '#lib/auth/issue-token-pair.ts';
import { hashPassword } from '#lib/auth/password.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';

export type Person = { id: string; email: string; password: string; token: string; refreshToken: string };

/** A user with these roles, made without asking anybody, signed in for the API from 127.0.0.1. */
export async function makePerson(name: string, roles: readonly string[]): Promise<Person> {
  const ctx = { ...systemContext('tests'), address: '127.0.0.1' };
  await ensureAdministrator(ctx);
  const [id, email, password] = [uuidv7(), `${name}@example.com`, `the password of ${name}`];
  const known = await prisma().role.findMany({ where: { name: { in: [...roles] } } });
  await prisma().user.create({
    data: {
      id,
      email,
      name,
      passwordHash: await hashPassword(password),
      roles: { create: known.map((role) => ({ roleId: role.id })) },
    },
  });
  const pair = await issueTokenPair(ctx, { email, password, userAgent: 'tests' });
  return { id, email, password, token: pair.access_token, refreshToken: pair.refresh_token };
}
