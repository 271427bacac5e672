import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as signIn } from '#app/api/v1/auth_token/route.ts';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { GET as logins } from '#app/api/v1/users/[id]/logins/route.ts';
import { POST as setPassword } from '#app/api/v1/users/[id]/password/route.ts';
import { DELETE, GET, PATCH } from '#app/api/v1/users/[id]/route.ts';
import { POST } from '#app/api/v1/users/route.ts';
import { prisma } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
const PASSWORD = 'correct horse battery';
let admin: Person;
let number = 0;
const registration = (state: 'open' | 'closed'): void => {
  process.env.REGISTRATION = state;
  forgetSingleton('env');
};
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  return () => registration('closed');
});
beforeEach(() => registration('open'));

/** From an address of its own, as other people do. */
const register = (body: object): Promise<Answer> =>
  callRoute(POST, { body, address: `203.0.113.${++number}` });
const newcomer = async (more: object = {}) => {
  const email = `n${++number}@example.com`;
  const made = await register({ email, password: PASSWORD, ...more });
  expect(made.status).toBe(201);
  const pair = await callRoute(signIn, { body: { email, password: PASSWORD }, address: '198.51.100.7' });
  const { uuid } = made.body as { uuid: string };
  return { uuid, email, made, token: String(pair.body.access_token) };
};
const patch = (id: string, body: object, token: string) =>
  callRoute(PATCH, { method: 'PATCH', params: { id }, body, token });

describe('registration', () => {
  it('makes a user who holds no right, and says what it was given', async () => {
    const { uuid, email, made, token } = await newcomer({ first_name: 'Nora', last_name: 'Nord' });
    const names = { uuid, email, first_name: 'Nora', last_name: 'Nord' };
    expect(made.body).toMatchObject({ ...names, name: 'Nora Nord', roles: [] });
    expect(JSON.stringify(made.body)).not.toContain(PASSWORD);
    const read = await callRoute(GET, { params: { id: uuid }, token });
    expect(read.body).toMatchObject({ ...names, permissions: [] });
  });

  it('refuses a taken address in whichever spelling, a short password, and what is nobody to choose', async () => {
    const { email } = await newcomer();
    const again = await register({ email: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect([again.status, typeof again.body.message]).toEqual([409, 'string']);
    const short = await register({ email: 'x@example.com', password: 'short' });
    expect([short.status, short.body.errors]).toMatchObject([422, [{ path: 'password' }]]);
    const greedy = await register({ email: 'x@example.com', password: PASSWORD, roles: ['administrator'] });
    expect([greedy.status, greedy.body.errors]).toMatchObject([422, [{ path: 'roles' }]]);
  });

  it('of one address at once makes one user', async () => {
    const body = { email: `race${++number}@example.com`, password: PASSWORD };
    const answers = await Promise.all(Array.from({ length: 4 }, () => register(body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  });

  it('from one address is slowed down', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) {
      const email = `flood${i}@example.com`;
      const answer = await callRoute(POST, { body: { email, password: PASSWORD }, address: '192.0.2.9' });
      statuses.push(answer.status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  it('is closed unless it is opened', async () => {
    registration('closed');
    expect((await register({ email: 'x@example.com', password: PASSWORD })).status).toBe(401);
  });
});

describe('a user', () => {
  it('changes one thing, and nothing else changes', async () => {
    const { uuid, email } = await newcomer({ first_name: 'Nora', last_name: 'Nord' });
    const first = await patch(uuid, { first_name: 'Nina' }, admin.token);
    expect(first.body).toMatchObject({ email, first_name: 'Nina', last_name: 'Nord', name: 'Nina Nord' });
    const last = await patch(uuid, { last_name: 'Sund' }, admin.token);
    expect(last.body).toMatchObject({ email, first_name: 'Nina', last_name: 'Sund' });
    const moved = await patch(uuid, { email: `new-${email}` }, admin.token);
    expect([moved.status, moved.body]).toMatchObject([
      200,
      { email: `new-${email}`, first_name: 'Nina', last_name: 'Sund' },
    ]);
    const other = await newcomer();
    expect((await patch(uuid, { email: other.email }, admin.token)).status).toBe(409);
    expect((await patch(uuid, { email: 'none' }, admin.token)).status).toBe(422);
  });

  it('changes his own address with his password alone, and never his rights', async () => {
    const { uuid, email, token } = await newcomer();
    const without = await patch(uuid, { email: `new-${email}` }, token);
    expect([without.status, without.body.errors]).toMatchObject([400, [{ path: 'password' }]]);
    expect((await patch(uuid, { email: `new-${email}`, password: 'wrong password' }, token)).status).toBe(
      400,
    );
    expect((await patch(uuid, { email: `new-${email}`, password: PASSWORD }, token)).status).toBe(200);
    expect((await patch(uuid, { roles: ['administrator'] }, token)).status).toBe(403);
    expect((await patch(uuid, { enabled: true }, token)).status).toBe(403);
  });

  it('is nobody else’s to read, change, re-password or delete', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    const params = { id: other.uuid };
    expect((await callRoute(GET, { params, token: one.token })).status).toBe(403);
    expect((await patch(other.uuid, { first_name: 'X' }, one.token)).status).toBe(403);
    expect((await callRoute(DELETE, { method: 'DELETE', params, token: one.token })).status).toBe(403);
    expect((await callRoute(logins, { params, token: one.token })).status).toBe(403);
    const body = { old_password: PASSWORD, new_password: 'another long one' };
    expect((await callRoute(setPassword, { params, body, token: one.token })).status).toBe(403);
  });

  it('sees when and from where he signed in', async () => {
    const { uuid, email, token } = await newcomer();
    const headers = { 'user-agent': 'a browser' };
    await callRoute(signIn, { body: { email, password: PASSWORD }, address: '198.51.100.8', headers });
    const { body } = await callRoute(logins, { params: { id: uuid }, token });
    expect(body.items).toMatchObject([
      { ip_address: '198.51.100.8', user_agent: 'a browser', kind: 'api', time: expect.any(String) },
      { ip_address: '198.51.100.7' },
    ]);
    const { next } = (await callRoute(logins, { params: { id: uuid }, token, path: '/?limit=1' })).body;
    const second = await callRoute(logins, { params: { id: uuid }, token, path: `/?limit=1&cursor=${next}` });
    expect(second.body.items).toMatchObject([{ ip_address: '198.51.100.7' }]);
  });

  it('that is deleted is gone with his tokens, and what he did stays told', async () => {
    const { uuid, email, token } = await newcomer();
    const remove = () => callRoute(DELETE, { method: 'DELETE', params: { id: uuid }, token: admin.token });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await callRoute(GET, { params: { id: uuid }, token: admin.token })).status).toBe(404);
    const over = await callRoute(validate, { token });
    expect([over.status, over.body.msg]).toEqual([401, 'Token has been revoked']);
    const trail = await prisma().auditEntry.findMany({ where: { subjectId: uuid }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['users.register', 'users.delete']);
    expect(trail.at(-1)?.before).toMatchObject({ email });
  });

  it('goes himself; the last administrator does not', async () => {
    const { uuid, token } = await newcomer();
    expect((await callRoute(DELETE, { method: 'DELETE', params: { id: uuid }, token })).status).toBe(204);
    const others = { id: { not: admin.id }, roles: { some: { role: { name: 'administrator' } } } };
    await prisma().user.updateMany({ where: others, data: { enabled: false } });
    const last = await callRoute(DELETE, { method: 'DELETE', params: { id: admin.id }, token: admin.token });
    expect(last.status).toBe(409);
  });

  it('with a bad id is 400', async () => {
    expect((await callRoute(GET, { params: { id: 'x' }, token: admin.token })).status).toBe(400);
  });
});
