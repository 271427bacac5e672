import { beforeAll, expect, it } from 'vitest';
import { GET as review } from '#app/api/v1/access_review/route.ts';
import type { AccessReview } from '#lib/auth/review/schema.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
let admin: Person;
let viewer: Person;

async function lastSeen(id: string, days: number): Promise<void> {
  await prisma().user.update({ where: { id }, data: { createdAt: ago(days), lastSignInAt: ago(days) } });
  await prisma().session.updateMany({ where: { userId: id }, data: { lastSeenAt: ago(days) } });
}

beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});

const ask = async (query = '', token = admin.token): Promise<AccessReview> =>
  (await callRoute(review, { token, path: `/${query}` })).body as AccessReview;

it('names people with rights who were not seen for so long, and nobody else', async () => {
  const idle = await makePerson('ida', ['analyst', 'viewer']);
  const byToken = await makePerson('tom', ['viewer']);
  const without = await makePerson('nora', []);
  for (const { id } of [idle, byToken, without]) await lastSeen(id, 100);
  await prisma().session.updateMany({ where: { userId: byToken.id }, data: { lastSeenAt: ago(3) } });
  const { idle_users } = await ask();
  expect(idle_users).toMatchObject({
    total: 1,
    items: [{ email: idle.email, roles: ['analyst', 'viewer'], direct_permissions: 0 }],
  });
  expect((await ask('?days=120')).idle_users.total).toBe(0);
  await prisma().user.update({ where: { id: idle.id }, data: { enabled: false } });
  expect((await ask()).idle_users.total).toBe(0);
});

it('names administrators whom a password alone protects', async () => {
  const emails = async () =>
    (await ask()).administrators_without_second_factor.items.map(({ email }) => email);
  expect(await emails()).toContain(admin.email);
  expect(await emails()).not.toContain(viewer.email);
  const row = { id: uuidv7(), userId: admin.id, sealed: 'x', createdAt: new Date() };
  await prisma().authenticator.create({ data: row });
  expect(await emails()).toContain(admin.email);
  await prisma().authenticator.update({ where: { id: row.id }, data: { confirmedAt: new Date() } });
  expect(await emails()).not.toContain(admin.email);
});

it('names roles and permissions that nobody holds, not those that come through another role', async () => {
  const [parent, child] = [uuidv7(), uuidv7()];
  await prisma().role.create({ data: { id: parent, name: 'parent', description: '' } });
  await prisma().role.create({
    data: { id: child, name: 'child', description: '', parents: { create: { parentId: parent } } },
  });
  await prisma().permission.create({ data: { id: uuidv7(), name: 'orders:refund', description: '' } });
  const names = async () => (await ask()).unheld_roles.items.map(({ name }) => name);
  expect(await names()).toEqual(expect.arrayContaining(['child', 'parent']));
  expect((await ask()).unheld_permissions.items).toContainEqual({ name: 'orders:refund' });
  await prisma().userRole.create({ data: { userId: viewer.id, roleId: child } });
  expect(await names()).not.toEqual(expect.arrayContaining(['parent']));
  expect(await names()).not.toEqual(expect.arrayContaining(['child']));
  await prisma().userRole.update({
    where: { userId_roleId: { userId: viewer.id, roleId: child } },
    data: { expiresAt: ago(1) },
  });
  expect(await names()).toEqual(expect.arrayContaining(['child', 'parent']));
});

it('names clients that did not call, to whoever may list clients', async () => {
  const silent = await makeClient({ name: 'silent' });
  await makeClient({ name: 'new' });
  await prisma().client.update({ where: { id: silent.id }, data: { createdAt: ago(100) } });
  expect((await ask()).dormant_clients).toMatchObject({ total: 1, items: [{ name: 'silent' }] });
  await prisma().client.update({ where: { id: silent.id }, data: { lastUsedAt: ago(2) } });
  expect((await ask()).dormant_clients?.total).toBe(0);
});
