import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as checkMany } from '#app/api/v1/permission_checks/route.ts';
import { GET as holders } from '#app/api/v1/permissions/[name]/holders/route.ts';
import {
  DELETE as deletePermission,
  PATCH as patchPermission,
} from '#app/api/v1/permissions/[name]/route.ts';
import { POST as createPermission, GET as listPermissions } from '#app/api/v1/permissions/route.ts';
import { DELETE as takeFromRole } from '#app/api/v1/roles/[name]/permissions/[permission]/route.ts';
import { POST as addToRole } from '#app/api/v1/roles/[name]/permissions/route.ts';
import { DELETE as deleteRole, GET as getRole, PATCH as patchRole } from '#app/api/v1/roles/[name]/route.ts';
import { POST as createRole } from '#app/api/v1/roles/route.ts';
import { GET as combined } from '#app/api/v1/users/[id]/combined_permissions/route.ts';
import {
  GET as validate,
  POST as validateByBody,
} from '#app/api/v1/users/[id]/combined_permissions/validation/route.ts';
import { GET as grants } from '#app/api/v1/users/[id]/grants/route.ts';
import { DELETE as takePermission } from '#app/api/v1/users/[id]/permissions/[permission]/route.ts';
import { POST as givePermission, GET as userPermissions } from '#app/api/v1/users/[id]/permissions/route.ts';
import { DELETE as takeRole } from '#app/api/v1/users/[id]/roles/[role]/route.ts';
import { POST as giveRole, GET as userRoles } from '#app/api/v1/users/[id]/roles/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

useTestDatabase();
let admin: Person;
/** Manages permissions, and holds nothing else. */
let manager: Person;
let person: Person;
let served: Served;
let number = 0;
/** Names are for good: every test has its own. */
const fresh = (kind: string): string => `${kind}:${++number}`;

beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  manager = await makePerson('mona', []);
  await give(manager, 'permissions_admin');
  served = await serveRoutes({}, { fastLane: true });
});
afterAll(() => served[Symbol.asyncDispose]());
beforeEach(async () => {
  person = await makePerson(`p${++number}`, []);
});

type Handler = Parameters<typeof callRoute>[0];
const as = async (who: Person, handler: Handler, params: object, body?: unknown): Promise<Answer> =>
  callRoute(handler, {
    token: who.token,
    params: params as Record<string, string>,
    ...(body === undefined ? {} : { body }),
  });
const remove = (handler: Handler, params: object, who = admin): Promise<Answer> =>
  callRoute(handler, { token: who.token, method: 'DELETE', params: params as Record<string, string> });
async function give(to: Person, name: string, expires_at: string | null = null): Promise<Answer> {
  return as(admin, givePermission, { id: to.id }, { name, expires_at });
}
async function permission(): Promise<string> {
  const name = fresh('perm');
  expect((await as(admin, createPermission, {}, { name, description: 'd' })).status).toBe(201);
  return name;
}
async function role(permissions: string[] = [], parents: string[] = []): Promise<string> {
  const name = fresh('role');
  const made = await as(admin, createRole, {}, { name, permissions, parents });
  expect(made.status).toBe(201);
  return name;
}
const names = (answer: Answer): string[] => {
  const list = (Array.isArray(answer.body) ? answer.body : answer.body.items) as { name: string }[];
  return list.map((one) => one.name);
};
const held = async (who = person): Promise<string[]> => names(await as(admin, combined, { id: who.id }));
const asked = (query: string, who = admin, about = person): Promise<Answer> =>
  callRoute(validate, { token: who.token, params: { id: about.id }, path: `/?${query}` });
const may = async (query: unknown, about = person): Promise<unknown> =>
  (await asked(`permissions=${encodeURIComponent(JSON.stringify(query))}`, admin, about)).body;

describe('permissions', () => {
  it('are made, described, listed and deleted', async () => {
    const name = fresh('perm');
    const made = await as(admin, createPermission, {}, { name, description: 'old' });
    expect([made.status, made.body]).toEqual([201, { uuid: expect.any(String), name, description: 'old' }]);
    expect(Number(made.headers.get('x-authz-version'))).toBeGreaterThan(0);
    const again = await as(admin, createPermission, {}, { name });
    expect([again.status, typeof again.body.message]).toEqual([409, 'string']);
    const described = await callRoute(patchPermission, {
      token: admin.token,
      method: 'PATCH',
      params: { name },
      body: { description: 'new' },
    });
    expect(described.body).toMatchObject({ name, description: 'new' });
    expect(names(await as(admin, listPermissions, {}))).toContain(name);
    expect((await remove(deletePermission, { name })).status).toBe(204);
    expect((await remove(deletePermission, { name })).status).toBe(404);
  });

  it.each(['', 'Upper', 'a b', 'x*', '*', 'a'.repeat(81), 'ä'])('are not called %j', async (name) => {
    const answer = await as(admin, createPermission, {}, { name });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'name' }]]);
  });

  it('that the product asks for stay', async () => {
    expect((await remove(deletePermission, { name: 'events:read' })).status).toBe(409);
    expect((await remove(deletePermission, { name: 'all_all' })).status).toBe(409);
  });

  it('are seen, with the roles, by who manages them and sees no users', async () => {
    expect((await as(manager, listPermissions, {})).status).toBe(200);
    expect((await as(manager, getRole, { name: 'viewer' })).status).toBe(200);
    expect((await as(person, getRole, { name: 'viewer' })).status).toBe(403);
  });

  it('are nothing to whoever does not manage them', async () => {
    expect((await as(person, listPermissions, {})).status).toBe(403);
    expect((await as(person, createPermission, {}, { name: fresh('perm') })).status).toBe(403);
  });
});

describe('roles', () => {
  it('are made empty, take permissions once, and give them back', async () => {
    const [name, given] = [fresh('role'), await permission()];
    const made = await as(admin, createRole, {}, { name });
    expect([made.status, made.body]).toMatchObject([201, { name, permissions: [], parents: [], users: 0 }]);
    expect((await as(admin, createRole, {}, { name })).status).toBe(409);
    for (let twice = 0; twice < 2; twice++)
      expect(names(await as(admin, addToRole, { name }, { name: given }))).toEqual([given]);
    expect((await as(admin, getRole, { name })).body).toMatchObject({ permissions: [{ name: given }] });
    expect((await remove(takeFromRole, { name, permission: given })).body).toEqual([]);
    expect((await as(admin, addToRole, { name }, { name: 'no:such' })).status).toBe(404);
    expect((await as(admin, addToRole, { name: 'no:such' }, { name: given })).status).toBe(404);
    expect((await remove(deleteRole, { name })).status).toBe(204);
    expect((await remove(deleteRole, { name })).status).toBe(404);
  });

  it('are changed as a whole, and refuse what does not exist with its place', async () => {
    const [a, b] = [await permission(), await permission()];
    const name = await role([a]);
    const patch = (body: object, who = admin) =>
      callRoute(patchRole, { token: who.token, method: 'PATCH', params: { name }, body });
    expect((await patch({ permissions: [b], description: 'Reads b' })).body).toMatchObject({
      description: 'Reads b',
      permissions: [{ name: b }],
    });
    expect((await patch({ permissions: [b, 'no:such'] })).body.errors).toMatchObject([
      { path: 'permissions[1]' },
    ]);
    expect((await patch({ parents: ['no:such'] })).body.errors).toMatchObject([{ path: 'parents[0]' }]);
    expect(
      names(await as(admin, getRole, { name }).then(({ body }) => ({ body: body.permissions }) as never)),
    ).toEqual([b]);
  });

  it('take over from others, never from themselves', async () => {
    const given = await permission();
    const top = await role([given]);
    const middle = await role([], [top]);
    const low = await role([], [middle]);
    await as(admin, giveRole, { id: person.id }, { name: low });
    expect(await held()).toEqual([given]);
    const circle = await callRoute(patchRole, {
      token: admin.token,
      method: 'PATCH',
      params: { name: top },
      body: { parents: [low] },
    });
    expect([circle.status, circle.body.errors]).toMatchObject([409, [{ path: 'parents' }]]);
    await remove(takeFromRole, { name: top, permission: given });
    expect(await held()).toEqual([]);
  });

  it('that are deleted are taken from whoever holds them', async () => {
    const given = await permission();
    const name = await role([given]);
    const list = await as(admin, giveRole, { id: person.id }, { name });
    expect(list.body).toMatchObject([{ name, permissions: [{ name: given }], expires_at: null }]);
    expect(await may(given)).toEqual({ valid: true });
    await remove(deleteRole, { name });
    expect(await may(given)).toEqual({ valid: false });
    expect((await as(admin, userRoles, { id: person.id })).body).toEqual([]);
  });

  it('that come with the product stay, and the last administrator keeps his', async () => {
    const others = { id: { not: admin.id }, roles: { some: { role: { name: 'administrator' } } } };
    await prisma().user.updateMany({ where: others, data: { enabled: false } });
    expect((await remove(deleteRole, { name: 'viewer' })).status).toBe(409);
    const last = await remove(takeFromRole, { name: 'administrator', permission: 'all_all' });
    expect(last.status).toBe(409);
    expect((await remove(takeRole, { id: admin.id, role: 'administrator' })).status).toBe(409);
    expect(
      (
        await as(
          admin,
          giveRole,
          { id: admin.id },
          { name: 'administrator', expires_at: '2099-01-01T00:00:00Z' },
        )
      ).status,
    ).toBe(409);
  });
});

describe('grants', () => {
  it('are direct or through roles, and told by name', async () => {
    const [direct, through] = [await permission(), await permission()];
    await as(admin, giveRole, { id: person.id }, { name: await role([through]) });
    expect(await held()).toEqual([through]);
    expect((await as(admin, userPermissions, { id: person.id })).body).toEqual([]);
    expect((await give(person, direct)).body).toMatchObject([{ name: direct, expires_at: null }]);
    const list = (await as(admin, combined, { id: person.id })).body as unknown as object[];
    expect(list).toEqual(
      [direct, through].toSorted().map((name) => ({ uuid: expect.any(String), name, description: 'd' })),
    );
    expect((await remove(takePermission, { id: person.id, permission: direct })).body).toEqual([]);
    expect(await held()).toEqual([through]);
  });

  it('end by themselves', async () => {
    const given = await permission();
    await give(person, given, new Date(Date.now() + 700).toISOString());
    expect(await may(given)).toEqual({ valid: true });
    await expect.poll(() => may(given), { timeout: 5_000 }).toEqual({ valid: false });
    expect(await held()).toEqual([]);
  });

  it('with a star allow what begins so', async () => {
    await as(admin, createPermission, {}, { name: 'shop:*' });
    await give(person, 'shop:*');
    expect(await may({ all: ['shop:see', 'shop:a.b'] })).toEqual({ valid: true });
    expect(await may({ any: ['shop', 'shopping'] })).toEqual({ valid: false });
  });

  it('of everything hold every name', async () => {
    expect(await may({ all: ['no:such', 'events:read'] }, admin)).toEqual({ valid: true });
  });

  it('go no further than what the giver holds himself', async () => {
    const given = await permission();
    const name = await role([given]);
    for (const [handler, params, body] of [
      [givePermission, { id: manager.id }, { name: 'all_all' }],
      [givePermission, { id: person.id }, { name: given }],
      [giveRole, { id: person.id }, { name }],
      [giveRole, { id: manager.id }, { name: 'administrator' }],
      [addToRole, { name }, { name: 'permissions_admin' }],
      [createRole, {}, { name: fresh('role'), permissions: [given] }],
      [createRole, {}, { name: fresh('role'), parents: ['administrator'] }],
    ] as const) {
      const answer = await as(manager, handler as Handler, params, body);
      expect([answer.status, typeof answer.body.message]).toEqual([403, 'string']);
    }
    expect((await remove(deleteRole, { name }, manager)).status).toBe(403);
    expect((await remove(takeRole, { id: admin.id, role: 'administrator' }, manager)).status).toBe(403);
    const own = await as(manager, givePermission, { id: person.id }, { name: 'permissions_admin' });
    expect(own.status).toBe(200);
  });

  it('stand in the audit log with what was and what is', async () => {
    const given = await permission();
    await give(person, given);
    const entry = await prisma().auditEntry.findFirst({
      where: { action: 'users.give_permission', subjectId: person.id },
    });
    expect([entry?.before, entry?.after]).toMatchObject([{ held: [] }, { held: [{ name: given }] }]);
  });
});

describe('who may do what, and why', () => {
  it('is told for a user, one way after the other', async () => {
    const given = await permission();
    const top = await role([given]);
    const low = await role([], [top]);
    await as(admin, giveRole, { id: person.id }, { name: low });
    await give(person, given, '2099-01-01T00:00:00.000Z');
    const answer = await as(person, grants, { id: person.id });
    expect(answer.body.items).toEqual([
      { permission: given, role: null, through: null, expires_at: '2099-01-01T00:00:00.000Z' },
      { permission: given, role: top, through: low, expires_at: null },
    ]);
    expect((await as(person, grants, { id: admin.id })).status).toBe(403);
  });

  it('is told for a permission, everything and stars included, and without who is disabled', async () => {
    const name = await permission();
    const star = `${name}:*`;
    await as(admin, createPermission, {}, { name: star });
    const [byRole, byStar, gone] = [
      await makePerson(`r${number}`, []),
      await makePerson(`s${number}`, []),
      person,
    ];
    const top = await role([name]);
    const low = await role([], [top]);
    await as(admin, giveRole, { id: byRole.id }, { name: low });
    await give(byStar, star);
    await give(gone, name);
    await prisma().user.update({ where: { id: gone.id }, data: { enabled: false } });
    const about = async (asked: string) => {
      const { body } = await as(admin, holders, { name: asked });
      return new Map((body.items as { user_id: string }[]).map(({ user_id, ...one }) => [user_id, one]));
    };
    const exact = await about(name);
    expect(exact.get(byRole.id)).toMatchObject({ grant: name, role: low, from_role: top, expires_at: null });
    expect(exact.get(admin.id)).toMatchObject({ grant: 'all_all', role: 'administrator' });
    expect([exact.has(byStar.id), exact.has(gone.id)]).toEqual([false, false]);
    expect((await about(`${name}:see`)).get(byStar.id)).toMatchObject({ grant: star, role: null });
  });
});

describe('a question', () => {
  it('is for the user himself and for who manages permissions', async () => {
    const query = 'permissions=%22events:read%22';
    expect((await asked(query, person)).body).toEqual({ valid: false });
    expect((await asked(query, manager)).body).toEqual({ valid: false });
    const stranger = await asked(query, person, admin);
    expect([stranger.status, stranger.body.permission]).toEqual([403, 'permissions_admin']);
    const nobody = await callRoute(combined, { token: admin.token, params: { id: uuidv7() } });
    expect(nobody.status).toBe(404);
  });

  it('is answered to a client with the scope, and to no other', async () => {
    const given = await permission();
    await give(person, given);
    const [asking, plain] = await Promise.all(
      [['authz:check' as const], []].map(async (scopes) => {
        const input = { name: `client ${++number}`, scopes };
        const { client_id: clientId, secret_key: secretKey } = await createClient(
          systemContext('tests'),
          input,
        );
        return mintClientToken({ clientId, secretKey, lifetimeSeconds: 60 });
      }),
    );
    const params = { id: person.id };
    const path = `/?permissions=%22${given}%22`;
    const answer = await callRoute(validate, { token: asking ?? '', params, path });
    expect([answer.status, answer.body]).toEqual([200, { valid: true }]);
    const hot = await fetch(
      `${served.origin}/api/v1/users/${person.id}/combined_permissions/validation${path.slice(1)}`,
      {
        headers: { authorization: `Bearer ${asking}` },
      },
    );
    expect([hot.status, await hot.json()]).toEqual([200, { valid: true }]);
    const refused = await callRoute(validate, { token: plain ?? '', params, path });
    expect([refused.status, refused.body.scope]).toEqual([403, 'authz:check']);
  });

  it('is explained by branch, grant and role', async () => {
    const given = await permission();
    const top = await role([given]);
    const low = await role([], [top]);
    await as(admin, giveRole, { id: person.id }, { name: low });
    const query = encodeURIComponent(JSON.stringify({ any: ['no:such', given] }));
    expect((await asked(`permissions=${query}&explain=1`)).body).toEqual({
      valid: true,
      explanation: {
        valid: true,
        any: [
          { name: 'no:such', valid: false, sources: [] },
          {
            name: given,
            valid: true,
            sources: [{ grant: given, role: top, through: low, expires_at: null }],
          },
        ],
      },
    });
  });

  it('can be asked in a body, and a hundred at once', async () => {
    const given = await permission();
    await give(person, given);
    const body = { permissions: { all: [given] } };
    expect((await as(admin, validateByBody, { id: person.id }, body)).body).toEqual({ valid: true });
    const checks = [
      { user_id: person.id, permissions: given },
      { user_id: admin.id, permissions: { all: [given, 'x'] } },
      { user_id: uuidv7(), permissions: 'x' },
    ];
    const { body: many } = await as(admin, checkMany, {}, { checks });
    expect(many.results).toEqual(
      [true, true, false].map((valid, index) => ({ user_id: checks[index]?.user_id, valid })),
    );
    const wrong = await as(
      admin,
      checkMany,
      {},
      { checks: [checks[0], { user_id: person.id, permissions: {} }] },
    );
    expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ path: 'checks[1].permissions' }]]);
    expect((await as(person, checkMany, {}, { checks })).status).toBe(403);
    expect((await as(admin, checkMany, {}, { checks: Array(101).fill(checks[0]) })).status).toBe(422);
  });

  it('about a disabled user is answered with no', async () => {
    await give(person, 'events:read');
    expect(await may('events:read')).toEqual({ valid: true });
    await prisma().user.update({ where: { id: person.id }, data: { enabled: false } });
    expect(await may('events:read')).toEqual({ valid: false });
  });

  it('answers no less than the change it is told of, or says that it cannot', async () => {
    const query = 'permissions=%22x%22';
    const { rows } = await pool().query<{ version: string }>('SELECT version FROM authz_state');
    expect((await asked(`${query}&at_least=${rows[0]?.version}`)).status).toBe(200);
    const ahead = await asked(`${query}&at_least=${Number(rows[0]?.version) + 1_000}`);
    expect([ahead.status, ahead.headers.get('retry-after')]).toEqual([503, '1']);
  });
});

describe('in front of the framework', () => {
  const ask = async (path: string, token: string | null, init: RequestInit = {}) => {
    const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...init.headers };
    const response = await fetch(`${served.origin}${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  };

  it('the same is answered, with the number of the change it includes', async () => {
    const given = await permission();
    const { headers } = await give(person, given);
    const version = headers.get('x-authz-version') ?? '';
    const base = `/api/v1/users/${person.id}/combined_permissions`;
    const valid = await ask(
      `${base}/validation?permissions=%22${given}%22&at_least=${version}`,
      person.token,
    );
    expect([valid.status, valid.body]).toEqual([200, { valid: true }]);
    expect(Number(valid.headers.get('x-authz-version'))).toBeGreaterThanOrEqual(Number(version));
    const list = await ask(base, admin.token);
    expect(list.body).toEqual([{ uuid: expect.any(String), name: given, description: 'd' }]);
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ permissions: given });
    expect(
      (await ask(`${base}/validation`, person.token, { method: 'POST', headers: json, body })).body,
    ).toEqual({ valid: true });
    const checks = JSON.stringify({ checks: [{ user_id: person.id, permissions: given }] });
    const many = await ask('/api/v1/permission_checks', person.token, {
      method: 'POST',
      headers: json,
      body: checks,
    });
    expect(many.body).toEqual({ results: [{ user_id: person.id, valid: true }] });
  });

  it.each([
    ['permissions=%7B%7D', 'permissions'],
    ['permissions=%22a%22&permissions=%22b%22', 'permissions'],
    ['', 'permissions'],
    ['permissions=%22a%22&other=1', 'other'],
  ])('the query %j is refused with the path of the fault', async (query, path) => {
    const answer = await ask(
      `/api/v1/users/${person.id}/combined_permissions/validation?${query}`,
      person.token,
    );
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path }]]);
  });

  it('a token that never was one is 422, one that is over 401, with the same words on both ways', async () => {
    const path = `/api/v1/users/${person.id}/combined_permissions`;
    const [head, payload] = person.token.split('.');
    const forged = `${head}.${payload}.${'A'.repeat(86)}`;
    for (const [token, status] of [
      ['x', 422],
      [forged, 422],
    ] as const) {
      const hot = await ask(path, token);
      const slow = await callRoute(combined, { token, params: { id: person.id } });
      expect([hot.status, slow.status]).toEqual([status, status]);
      expect(hot.body.msg).toBe(slow.body.msg);
    }
    expect((await ask('/api/v1/auth_token/validation', forged)).body.msg).toBe(
      'Signature verification failed',
    );
    expect((await ask('/api/v1/auth_token/validation', null)).body.msg).toBe('Missing Authorization Header');
    expect((await ask('/api/v1/auth_token/validation', person.token)).body).toEqual({
      msg: 'Token is valid',
    });
    await prisma().session.updateMany({ where: { userId: person.id }, data: { revokedAt: new Date() } });
    const over = await ask(path, person.token);
    expect([over.status, over.body.msg]).toEqual([401, 'Token has been revoked']);
  });
});
