import { afterEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { ensureAdministrator } from '#lib/auth/ensure-administrator.ts';
import { BUILT_IN_ROLES, PERMISSIONS } from '#lib/auth/permissions.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { prisma } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { useTestDatabase } from '#tests/support/database.ts';

useTestDatabase();
const ctx = () => ({ ...systemContext('tests'), address: '127.0.0.1' });
const opens = (email: string, password: string): Promise<boolean> =>
  signIn(ctx(), { email, password, userAgent: null, kind: 'console' }).then(
    () => true,
    () => false,
  );
const configure = (values: Record<string, string>): void => {
  Object.assign(process.env, values);
  forgetSingleton('env');
};
afterEach(() => {
  delete process.env.ADMIN_EMAIL;
  delete process.env.ADMIN_PASSWORD;
  forgetSingleton('env');
});

describe('the first start', () => {
  it('makes one administrator, also when two processes start at once, and tells a random password once', async () => {
    const made = await Promise.all([ensureAdministrator(ctx()), ensureAdministrator(ctx())]);
    expect(made.map(({ email }) => email)).toEqual(['admin@eye.localhost', 'admin@eye.localhost']);
    const [password, ...rest] = made.flatMap((each) => each.password ?? []);
    expect(rest).toEqual([]);
    expect(password).toMatch(/^[\w-]{20}$/);
    expect(await opens('admin@eye.localhost', password ?? '')).toBe(true);
    expect(await prisma().user.count()).toBe(1);
    expect(await ensureAdministrator(ctx())).toEqual({ email: 'admin@eye.localhost', password: null });
  });

  it('brings every permission and role the product names', async () => {
    const permissions = (await prisma().permission.findMany()).map(({ name }) => name);
    expect(permissions.sort()).toEqual([...Object.keys(PERMISSIONS), 'all_all'].sort());
    const roles = await prisma().role.findMany({
      include: { permissions: { include: { permission: true } } },
    });
    const found = roles.map(({ name, permissions: held }) => [
      name,
      held.map((each) => each.permission.name).sort(),
    ]);
    const wanted = Object.entries(BUILT_IN_ROLES).map(([name, role]) => [name, [...role.permissions].sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });
});

describe('a later start', () => {
  it('adds what is new and leaves what somebody took away', async () => {
    const held = { role: { name: 'viewer' } };
    await prisma().rolePermission.deleteMany({ where: { ...held, permission: { name: 'events:read' } } });
    await prisma().permission.delete({ where: { name: 'clients:read' } });
    await ensureAdministrator(ctx());
    const viewer = await prisma().rolePermission.findMany({ where: held, include: { permission: true } });
    const names = viewer.map(({ permission }) => permission.name);
    expect(names).toContain('clients:read');
    expect(names).not.toContain('events:read');
  });

  it('opens a locked-out installation with the address and password that are set, which it does not repeat', async () => {
    await prisma().user.updateMany({ data: { enabled: false } });
    configure({ ADMIN_EMAIL: 'Boss@Example.com', ADMIN_PASSWORD: 'a password from outside' });
    expect(await ensureAdministrator(ctx())).toEqual({ email: 'boss@example.com', password: null });
    expect(await opens('boss@example.com', 'a password from outside')).toBe(true);
    expect(await opens('admin@eye.localhost', 'a password from outside')).toBe(false);
  });
});
