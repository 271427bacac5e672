import { beforeAll, describe, expect, it } from 'vitest';
import { POST as signIn } from '#app/api/v1/auth_token/route.ts';
import { GET as me } from '#app/api/v1/me/route.ts';
import { GET as roles } from '#app/api/v1/roles/route.ts';
import { POST as setPassword } from '#app/api/v1/users/[id]/password/route.ts';
import { GET as getOne, PATCH } from '#app/api/v1/users/[id]/route.ts';
import { DELETE as revokeOne } from '#app/api/v1/users/[id]/sessions/[session]/route.ts';
import { DELETE as revoke, GET as sessions } from '#app/api/v1/users/[id]/sessions/route.ts';
import { GET, POST } from '#app/api/v1/users/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { updateUser } from '#lib/auth/update-user.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
let admin: Person;
let viewer: Person;
/** May manage users, and nothing else. */
let registrar: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
  const permissions = await prisma().permission.findMany({ where: { name: { startsWith: 'users:' } } });
  await prisma().role.create({
    data: {
      id: uuidv7(),
      name: 'registrar',
      description: 'Manages users',
      permissions: { create: permissions.map(({ id }) => ({ permissionId: id })) },
    },
  });
  registrar = await makePerson('rita', ['registrar']);
});

const create = (body: Record<string, unknown>, token = admin.token) => callRoute(POST, { token, body });
const patch = (id: unknown, body: Record<string, unknown>, token = admin.token) =>
  callRoute(PATCH, { token, params: { id: String(id) }, method: 'PATCH', body });
const pairOf = async (email: string, password: string) =>
  (await callRoute(signIn, { body: { email, password } })).body;
const statusOf = async (token: string) => (await callRoute(me, { token })).status;

describe('201', () => {
  it('makes a user who can sign in with the password that is told once', async () => {
    const made = await create({ email: ' New@Example.COM ', name: 'Newcomer', roles: ['viewer'] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ email: 'new@example.com', roles: ['viewer'], enabled: true });
    const { password, id } = made.body as { password: string; id: string };
    const pair = await pairOf('NEW@example.com', password);
    expect(await statusOf(String(pair.access_token))).toBe(200);
    const dump = JSON.stringify([
      await prisma().user.findUnique({ where: { id } }),
      await prisma().auditEntry.findMany({ where: { subjectId: id } }),
    ]);
    expect(dump).toContain('users.create');
    expect(dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(dump).not.toContain(password);
  });
});

describe('200', () => {
  it('lists by address, with roles and how many sessions are alive', async () => {
    const list = await callRoute(GET, { token: viewer.token, path: '/?q=vera' });
    expect(list.body).toMatchObject({
      items: [{ email: viewer.email, roles: ['viewer'], live_sessions: 1 }],
      next: null,
      prev: null,
    });
    for (const text of ['%25', 'v_ra', '%5C']) {
      const nobody = await callRoute(GET, { token: viewer.token, path: `/?q=${text}` });
      expect(nobody.body).toEqual({ items: [], next: null, prev: null });
    }
    const first = await callRoute(GET, { token: viewer.token, path: '/?limit=1' });
    const second = await callRoute(GET, { token: viewer.token, path: `/?limit=1&cursor=${first.body.next}` });
    const emails = [first, second].map(({ body }) => (body.items as { email: string }[])[0]?.email);
    expect(emails).toEqual([...emails].sort());
    expect(new Set(emails).size).toBe(2);
  });

  it('shows one user with all he may do, and everybody himself', async () => {
    const other = await callRoute(getOne, { token: registrar.token, params: { id: viewer.id } });
    expect(other.body.permissions).toContain('events:read');
    const nobody = await makePerson('nora', []);
    const self = await callRoute(getOne, { token: nobody.token, params: { id: nobody.id } });
    expect(self.body).toMatchObject({ email: nobody.email, permissions: [] });
  });

  it('lists roles with what they allow', async () => {
    const items = (await callRoute(roles, { token: viewer.token })).body.items as Record<string, unknown>[];
    expect(items.find(({ name }) => name === 'administrator')).toMatchObject({
      permissions: [{ name: 'all_all' }],
    });
    expect(JSON.stringify(items.find(({ name }) => name === 'viewer'))).not.toContain('findings:reveal');
  });

  it('gives and takes a role from the next request on', async () => {
    const person = await makePerson('rolf', ['viewer']);
    const may = async () => (await callRoute(me, { token: person.token })).body.permissions as string[];
    expect(await may()).not.toContain('findings:reveal');
    const changed = await patch(person.id, { roles: ['reviewer'] });
    expect(changed.body).toMatchObject({ roles: ['reviewer'], name: 'rolf', enabled: true });
    expect(await may()).toContain('findings:reveal');
    await patch(person.id, { roles: [] });
    expect(await may()).toEqual([]);
    const trail = await prisma().auditEntry.findMany({
      where: { subjectId: person.id },
      orderBy: { id: 'asc' },
    });
    expect(trail.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['users.update', admin.email],
      ['users.update', admin.email],
    ]);
    expect(trail[0]).toMatchObject({ before: { roles: ['viewer'] }, after: { roles: ['reviewer'] } });
  });

  it('ends every session of a user who is disabled, at once, and lets nobody in until he is enabled', async () => {
    const person = await makePerson('dora', ['viewer']);
    expect(await statusOf(person.token)).toBe(200);
    expect((await patch(person.id, { enabled: false })).body).toMatchObject({
      enabled: false,
      live_sessions: 0,
    });
    expect(await statusOf(person.token)).toBe(401);
    expect(await pairOf(person.email, person.password)).not.toHaveProperty('access_token');
    await patch(person.id, { enabled: true });
    expect(await statusOf(person.token)).toBe(401);
    expect(await pairOf(person.email, person.password)).toHaveProperty('access_token');
  });

  it('changes the own password and ends the other sessions', async () => {
    const person = await makePerson('paul', ['viewer']);
    const other = await pairOf(person.email, person.password);
    const body = { old_password: person.password, new_password: 'a much better one' };
    const params = { id: person.id };
    const answer = await callRoute(setPassword, { token: person.token, params, body });
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect(await statusOf(person.token)).toBe(200);
    expect(await statusOf(String(other.access_token))).toBe(401);
    expect(await pairOf(person.email, person.password)).not.toHaveProperty('access_token');
    expect(await pairOf(person.email, 'a much better one')).toHaveProperty('access_token');
  });

  it('tells where a user is signed in, and which one of them is asking', async () => {
    const person = await makePerson('sam', ['viewer']);
    await pairOf(person.email, person.password);
    const list = await callRoute(sessions, { token: person.token, params: { id: person.id } });
    const items = list.body.items as Record<string, unknown>[];
    expect(items.map(({ current, kind, address }) => [current, kind, address])).toEqual([
      [false, 'api', '127.0.0.1'],
      [true, 'api', '127.0.0.1'],
    ]);
  });
});

describe('204', () => {
  it('ends all sessions of a user', async () => {
    const person = await makePerson('lost', ['viewer']);
    const answer = await callRoute(revoke, {
      token: admin.token,
      params: { id: person.id },
      method: 'DELETE',
    });
    expect(answer.status).toBe(204);
    expect(await statusOf(person.token)).toBe(401);
  });
});

describe('one session of several', () => {
  const idsOf = async ({ id, token }: Person): Promise<string[]> => {
    const { body } = await callRoute(sessions, { token, params: { id } });
    return (body.items as { id: string }[]).map((session) => session.id);
  };
  const end = (token: string, id: string, session: string) =>
    callRoute(revokeOne, { token, params: { id, session }, method: 'DELETE' });

  it('is ended by its user, once, and the others go on', async () => {
    const person = await makePerson('olga', ['viewer']);
    const other = String((await pairOf(person.email, person.password)).access_token);
    const [newest = '', first = ''] = await idsOf(person);
    expect((await end(person.token, person.id, newest)).status).toBe(204);
    expect([await statusOf(other), await statusOf(person.token)]).toEqual([401, 200]);
    expect(await idsOf(person)).toEqual([first]);
    const entries = await prisma().auditEntry.findMany({ where: { subjectId: newest } });
    const revoked = entries.filter(({ action }) => action === 'sessions.revoke');
    expect(revoked).toMatchObject([{ actorId: person.id, after: { reason: 'ended alone' } }]);
    expect((await end(person.token, person.id, newest)).status).toBe(404);
  });

  it('is ended by who may change users', async () => {
    const person = await makePerson('otto', ['viewer']);
    const [session = ''] = await idsOf(person);
    expect((await end(admin.token, person.id, session)).status).toBe(204);
    expect(await statusOf(person.token)).toBe(401);
  });

  it('is 404 where there is none, and where it is somebody else’s', async () => {
    const [ofViewer = ''] = await idsOf(viewer);
    expect((await end(admin.token, admin.id, ofViewer)).status).toBe(404);
    expect((await end(admin.token, admin.id, uuidv7())).status).toBe(404);
    expect((await end(admin.token, uuidv7(), ofViewer)).status).toBe(404);
    expect((await end(admin.token, admin.id, 'none')).status).toBe(400);
    expect(await statusOf(viewer.token)).toBe(200);
  });

  it('is nobody’s to end without the permission, or beyond his reach', async () => {
    const [ofAdmin = ''] = await idsOf(admin);
    const answer = await end(viewer.token, admin.id, ofAdmin);
    expect([answer.status, answer.body.permission]).toEqual([403, 'users:write']);
    expect((await end(registrar.token, admin.id, ofAdmin)).status).toBe(403);
    expect(await statusOf(admin.token)).toBe(200);
  });
});

describe('400', () => {
  it('names a wrong old password, and counts it as an attempt to sign in', async () => {
    const person = await makePerson('wanda', ['viewer']);
    const body = { old_password: 'wrong', new_password: 'long enough' };
    const call = { token: person.token, params: { id: person.id }, body };
    for (let tries = 0; tries < 5; tries++) {
      const answer = await callRoute(setPassword, call);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ errors: [{ path: 'old_password' }], message: answer.body.detail });
    }
    expect((await callRoute(setPassword, call)).status).toBe(429);
  });

  it('refuses an id that is none, and a search for what no text holds', async () => {
    expect((await callRoute(getOne, { token: admin.token, params: { id: 'me' } })).status).toBe(400);
    const answer = await callRoute(GET, { token: admin.token, path: '/?q=%00' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: 'q' }]);
  });
});

describe('403', () => {
  it('lets a viewer read and refuses him every write', async () => {
    const { token } = viewer;
    const params = { id: admin.id };
    const answers = [
      await create({ email: 'x@example.com', name: 'x' }, token),
      await patch(admin.id, { enabled: false }, token),
      await patch(viewer.id, { roles: ['administrator'] }, token),
      await callRoute(revoke, { token, params, method: 'DELETE' }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(403);
      expect(answer.body.permission).toBe('users:write');
    }
    const body = { old_password: admin.password, new_password: 'taken over' };
    expect((await callRoute(setPassword, { token, params, body })).status).toBe(403);
    expect(await statusOf(admin.token)).toBe(200);
  });

  it('gives nobody more than the giver holds, himself included', async () => {
    const answers = [
      await create({ email: 'y@example.com', name: 'y', roles: ['administrator'] }, registrar.token),
      await patch(registrar.id, { roles: ['registrar', 'reviewer'] }, registrar.token),
    ];
    for (const answer of answers) expect(answer.status).toBe(403);
    expect(answers[0]?.body.permissions).toEqual(['all_all']);
    expect(
      (await create({ email: 'z@example.com', name: 'z', roles: ['registrar'] }, registrar.token)).status,
    ).toBe(201);
  });

  it('keeps whoever may less away from whoever may more', async () => {
    const { token } = registrar;
    const params = { id: admin.id };
    expect((await patch(admin.id, { enabled: false }, token)).status).toBe(403);
    expect((await callRoute(revoke, { token, params, method: 'DELETE' })).status).toBe(403);
    expect(await statusOf(admin.token)).toBe(200);
  });

  it('tells nobody about others without the permission', async () => {
    const nobody = await makePerson('nils', []);
    const { token } = nobody;
    const params = { id: admin.id };
    for (const answer of [
      await callRoute(GET, { token }),
      await callRoute(roles, { token }),
      await callRoute(getOne, { token, params }),
      await callRoute(getOne, { token, params: { id: uuidv7() } }),
      await callRoute(sessions, { token, params }),
    ]) {
      expect(answer.status).toBe(403);
    }
  });
});

describe('404', () => {
  it('knows no user of this id', async () => {
    const id = uuidv7();
    expect((await patch(id, {})).status).toBe(404);
    expect((await callRoute(getOne, { token: admin.token, params: { id } })).status).toBe(404);
  });
});

describe('409', () => {
  it('refuses an address that is taken in any spelling, also twenty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        create({ email: i % 2 === 0 ? 'twin@example.com' : 'TWIN@EXAMPLE.com', name: 'Twin' }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)?.body.errors).toMatchObject([{ path: 'email' }]);
  });

  it('keeps the last administrator, also from two who disable each other', async () => {
    const ctx = systemContext('tests');
    const administrators = await prisma().user.findMany({
      where: { roles: { some: { role: { name: 'administrator' } } }, enabled: true },
    });
    expect(administrators.length).toBeGreaterThanOrEqual(2);
    const outcomes = await Promise.allSettled(
      administrators.map(({ id }, i) =>
        updateUser(ctx, id, i % 2 === 0 ? { enabled: false } : { roles: [] }),
      ),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'conflict' });
  });
});

describe('422', () => {
  it.each([
    [{ name: 'x' }, 'email'],
    [{ email: 'none', name: 'x' }, 'email'],
    [{ email: 'a＠b@example.com', name: 'x' }, 'email'],
    [{ email: 'a@example.com', name: '' }, 'name'],
    [{ email: 'a@example.com', name: 'x', roles: ['viewer', 'emperor'] }, 'roles[1]'],
    [{ email: 'a@example.com', name: 'x', is_superuser: true }, 'is_superuser'],
  ])('names the fault in %j', async (body, path) => {
    const person = await makePerson(`judge${uuidv7()}`, ['administrator']);
    const answer = await create(body, person.token);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path }]);
    expect(answer.body.message).toBe(answer.body.detail);
  });

  it('asks for eight characters', async () => {
    const person = await makePerson('petra', ['viewer']);
    const body = { old_password: person.password, new_password: 'short' };
    const answer = await callRoute(setPassword, { token: person.token, params: { id: person.id }, body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path: 'new_password' }]);
  });
});
