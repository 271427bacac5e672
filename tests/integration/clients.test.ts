import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELETE, GET as getOne, PATCH } from '#app/api/v1/clients/[id]/route.ts';
import { POST as testToken } from '#app/api/v1/clients/[id]/test_token/route.ts';
import { GET, POST } from '#app/api/v1/clients/route.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { flushClientUses } from '#lib/clients/note-client-use.ts';
import { REFUSAL_REASONS } from '#lib/clients/refusals/schema.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
let admin: Person;
let viewer: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
  await startChangeFeed();
});
afterAll(stopChangeFeed);

type Created = { client_id: string; secret_key: string; secret: string; auth_id: string };
const create = async (body: Record<string, unknown>): Promise<Created> => {
  const answer = await callRoute(POST, { token: admin.token, body });
  expect(answer.status).toBe(201);
  return answer.body as Created;
};
const one = (client: Created) => ({ token: admin.token, params: { id: client.client_id } });
const tokenOf = (client: Created): string =>
  mintClientToken({ clientId: client.client_id, secretKey: client.secret_key, lifetimeSeconds: 600 });
const causeOf = (token: string): Promise<string> =>
  authenticateClient(token, '127.0.0.1').then(
    () => 'accepted',
    (error: Error) => (error.cause as Error).message,
  );

describe('201', () => {
  it('makes a client whose own tokens are accepted, with its two secrets told once', async () => {
    const made = await create({ name: 'Billing', allowed_categories: ['billing', 'billing', 'audit'] });
    expect(made).toMatchObject({ name: 'Billing', enabled: true, allowed_categories: ['billing', 'audit'] });
    expect(made.secret_key).toMatch(/^eyesk_[\w-]{49}$/);
    expect(Buffer.from(made.secret, 'base64url')).toHaveLength(32);
    expect(await authenticateClient(tokenOf(made), '127.0.0.1')).toEqual({
      type: 'client',
      id: made.client_id,
      name: 'Billing',
      allowedCategories: ['billing', 'audit'],
      scopes: [],
      callsPerSecond: null,
    });
    const read = await callRoute(getOne, one(made));
    expect(JSON.stringify(read.body)).not.toContain(made.secret_key);
    expect(read.body).not.toHaveProperty('secret');
  });

  it('keeps neither secret readable in the database, and writes none into the audit log', async () => {
    const made = await create({ name: 'Vault' });
    const rows = [
      await prisma().client.findMany({ include: { secrets: true } }),
      await prisma().auditEntry.findMany({ where: { subjectId: made.client_id } }),
    ];
    const dump = JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(dump).toContain('clients.create');
    for (const secret of [made.secret_key, made.secret]) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(Buffer.from(secret).toString('base64'));
    }
  });

  it('mints a test token that is accepted, never longer than the client allows', async () => {
    const made = await create({ name: 'Short', max_token_lifetime_seconds: 60 });
    const answer = await callRoute(testToken, { ...one(made), method: 'POST' });
    expect(answer.status).toBe(201);
    expect((await authenticateClient(String(answer.body.token), '127.0.0.1')).id).toBe(made.client_id);
    const left = Date.parse(String(answer.body.expires_at)) - Date.now();
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
  });
});

describe('200', () => {
  it('changes only what is given, and leaves who changed what in the audit log', async () => {
    const made = await create({ name: 'Old name', max_token_lifetime_seconds: 120 });
    const answer = await callRoute(PATCH, { ...one(made), method: 'PATCH', body: { name: 'New name' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ name: 'New name', max_token_lifetime_seconds: 120, enabled: true });
    const trail = await prisma().auditEntry.findFirst({
      where: { action: 'clients.update', subjectId: made.client_id },
    });
    expect(trail).toMatchObject({
      actorName: admin.email,
      before: { name: 'Old name' },
      after: { name: 'New name' },
    });
  });

  it('refuses the tokens of a client from the moment it is disabled, and accepts them again', async () => {
    const made = await create({ name: 'Switched' });
    const token = tokenOf(made);
    expect(await causeOf(token)).toBe('accepted');
    const patch = (enabled: boolean) =>
      callRoute(PATCH, { ...one(made), method: 'PATCH', body: { enabled } });
    await patch(false);
    await expect
      .poll(() => causeOf(token), { timeout: 1_000, interval: 5 })
      .toBe(REFUSAL_REASONS.client_disabled);
    await patch(true);
    await expect.poll(() => causeOf(token), { timeout: 1_000, interval: 5 }).toBe('accepted');
    await callRoute(PATCH, { ...one(made), method: 'PATCH', body: { expires_at: '2001-01-01T00:00:00' } });
    await expect
      .poll(() => causeOf(token), { timeout: 1_000, interval: 5 })
      .toBe(REFUSAL_REASONS.client_expired);
  });

  it('writes down when a client was last here', async () => {
    const made = await create({ name: 'Busy' });
    await authenticateClient(tokenOf(made), '127.0.0.1');
    await flushClientUses();
    const lastUsed = (await callRoute(getOne, one(made))).body.last_used_at;
    expect(Date.now() - Date.parse(String(lastUsed))).toBeLessThan(10_000);
  });

  it('pages through the list both ways, the newest first', async () => {
    for (const letter of 'abcde') await create({ name: `paged ${letter}` });
    const list = (query: string) =>
      callRoute(GET, { token: viewer.token, path: `/?q=PAGED&limit=2${query}` });
    const names = (body: Record<string, unknown>) =>
      (body.items as { name: string }[]).map(({ name }) => name.slice(-1)).join('');
    const first = await list('');
    expect([names(first.body), first.body.prev]).toEqual(['ed', null]);
    const second = await list(`&cursor=${first.body.next}`);
    expect(names(second.body)).toBe('cb');
    const third = await list(`&cursor=${second.body.next}`);
    expect([names(third.body), third.body.next]).toEqual(['a', null]);
    const back = await list(`&cursor=${third.body.prev}`);
    expect(names(back.body)).toBe('cb');
    expect(names((await list(`&cursor=${back.body.prev}`)).body)).toBe('ed');
  });
});

describe('204', () => {
  it('deletes: tokens are dead, the client is gone, its name is free', async () => {
    const made = await create({ name: 'Gone' });
    const token = tokenOf(made);
    expect(await causeOf(token)).toBe('accepted');
    expect((await callRoute(DELETE, { ...one(made), method: 'DELETE' })).status).toBe(204);
    await expect.poll(() => causeOf(token), { timeout: 1_000, interval: 5 }).toBe('unknown client');
    expect((await callRoute(getOne, one(made))).status).toBe(404);
    const again = await create({ name: 'Gone' });
    expect(again.client_id).not.toBe(made.client_id);
  });
});

describe('400', () => {
  it('names the cursor when it was changed, or made for another list', async () => {
    const first = await callRoute(GET, { token: viewer.token, path: '/?limit=1' });
    const next = String(first.body.next);
    const turned = (next[5] === 'A' ? 'B' : 'A') + next.slice(6);
    for (const cursor of ['x', `${next.slice(0, 5)}${turned}`, `${next}A`]) {
      const answer = await callRoute(GET, { token: viewer.token, path: `/?cursor=${cursor}` });
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toMatchObject([{ path: 'cursor' }]);
    }
  });

  it.each(['0', '101', 'many'])('refuses the limit %s', async (limit) => {
    const answer = await callRoute(GET, { token: viewer.token, path: `/?limit=${limit}` });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: 'limit' }]);
  });

  it('refuses an id that is none', async () => {
    const answer = await callRoute(getOne, { token: viewer.token, params: { id: "1' or 1=1" } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: 'id' }]);
  });
});

describe('401', () => {
  it('refuses everybody without an identity, and a client with its own token', async () => {
    const made = await create({ name: 'Outsider' });
    for (const token of [undefined, tokenOf(made), 'x.y.z']) {
      const answer = await callRoute(GET, token === undefined ? {} : { token });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });
});

describe('403', () => {
  it('lets a viewer read and refuses him every write', async () => {
    const made = await create({ name: 'Watched' });
    const params = { id: made.client_id };
    const { token } = viewer;
    const answers = [
      await callRoute(POST, { token, body: { name: 'By a viewer' } }),
      await callRoute(PATCH, { token, params, method: 'PATCH', body: { enabled: false } }),
      await callRoute(DELETE, { token, params, method: 'DELETE' }),
      await callRoute(testToken, { token, params, method: 'POST' }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(403);
      expect(answer.body.permission).toBe('clients:write');
    }
    expect((await callRoute(getOne, { token, params })).body).toMatchObject({
      name: 'Watched',
      enabled: true,
    });
  });
});

describe('404', () => {
  it('knows no client of this id', async () => {
    const params = { id: '01a1fd7b-a923-7000-b10b-b3c9f8492179' };
    const { token } = admin;
    for (const answer of [
      await callRoute(getOne, { token, params }),
      await callRoute(PATCH, { token, params, method: 'PATCH', body: {} }),
      await callRoute(DELETE, { token, params, method: 'DELETE' }),
      await callRoute(testToken, { token, params, method: 'POST' }),
    ]) {
      expect(answer.status).toBe(404);
    }
  });
});

describe('409', () => {
  it('refuses a name that another client has, whatever its case', async () => {
    await create({ name: 'Taken' });
    const other = await create({ name: 'Other' });
    const made = await callRoute(POST, { token: admin.token, body: { name: 'tAKEN' } });
    const renamed = await callRoute(PATCH, { ...one(other), method: 'PATCH', body: { name: 'TAKEN' } });
    for (const answer of [made, renamed]) {
      expect(answer.status).toBe(409);
      expect(answer.body.errors).toMatchObject([{ path: 'name' }]);
    }
  });

  it('mints nothing for a disabled client', async () => {
    const made = await create({ name: 'Off', enabled: false });
    expect((await callRoute(testToken, { ...one(made), method: 'POST' })).status).toBe(409);
  });
});

describe('422', () => {
  it.each([
    [{}, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(129) }, 'name'],
    [{ name: 'line\nbreak' }, 'name'],
    [{ name: 'x', max_token_lifetime_seconds: 86_401 }, 'max_token_lifetime_seconds'],
    [{ name: 'x', allowed_categories: ['ok', ''] }, 'allowed_categories[1]'],
    [{ name: 'x', expires_at: 'tomorrow' }, 'expires_at'],
    [{ name: 'x', auth_id: 'mine' }, 'auth_id'],
  ])('names the fault in %j', async (body, path) => {
    const answer = await callRoute(POST, { token: admin.token, body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });
});
