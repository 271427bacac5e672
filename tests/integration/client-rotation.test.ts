import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATCH, POST as rotateRoute } from '#app/api/v1/clients/[id]/rotate/route.ts';
import { PATCH as change, GET } from '#app/api/v1/clients/[id]/route.ts';
import { POST as testToken } from '#app/api/v1/clients/[id]/test_token/route.ts';
import { POST as makeClient } from '#app/api/v1/clients/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { issueTokenPair } from '#lib/auth/issue-token-pair.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { flushClientUses } from '#lib/clients/note-client-use.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

type Secret = { id: string; expires_at: string | null; last_used_at: string | null; calls: number };
type Client = { client_id: string; secret_key: string; secrets: Secret[]; old_secret_share: number | null };

let admin: Person;
let named = 0;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
});

const real = clock.now;
let token: string;
beforeEach(() => {
  token = admin.token;
});
afterEach(() => {
  clock.now = real;
});
/** Later, with a new token for the administrator, whose own is good for minutes. */
const travel = async (seconds: number): Promise<void> => {
  const from = clock.now().getTime();
  clock.now = () => new Date(from + seconds * 1_000);
  const { email, password } = admin;
  const ctx = { ...systemContext('tests'), address: '127.0.0.1' };
  token = (await issueTokenPair(ctx, { email, password, userAgent: 'tests' })).access_token;
};

const create = async (): Promise<Client> =>
  (await callRoute(makeClient, { token, body: { name: `client ${named++}` } })).body as Client;
const at = ({ client_id }: Client, body: unknown) => ({
  token,
  params: { id: client_id },
  body,
});
const rotate = (client: Client, overlap: string) => callRoute(rotateRoute, at(client, { overlap }));
const moveEnd = (client: Client, overlap: string) =>
  callRoute(PATCH, { ...at(client, { overlap }), method: 'PATCH' });
const read = async (client: Client): Promise<Client> =>
  (await callRoute(GET, { token, params: { id: client.client_id } })).body as Client;
const tokenOf = ({ client_id }: Client, secretKey: string): string =>
  mintClientToken({ clientId: client_id, secretKey, lifetimeSeconds: 600 });
const isGood = (token: string): Promise<boolean> =>
  authenticateClient(token, '127.0.0.1').then(
    () => true,
    () => false,
  );
/** What another process sees once its cache of clients is older than its limit. */
const later = (): Promise<void> => travel(6);

describe('a rotation', () => {
  it('tells the new secret once; the old one works to its end and not beyond, seen tokens included', async () => {
    const made = await create();
    const seen = tokenOf(made, made.secret_key);
    expect(await isGood(seen)).toBe(true);
    const { status, body } = await rotate(made, '1h');
    expect(status).toBe(201);
    const rotated = body as Client;
    expect(rotated.secret_key).toMatch(/^eyesk_[\w-]{49}$/);
    expect(rotated.secret_key).not.toBe(made.secret_key);
    expect(rotated.secrets.map(({ expires_at }) => expires_at === null)).toEqual([true, false]);
    expect(JSON.stringify(await read(made))).not.toContain(rotated.secret_key);
    await later();
    expect(await isGood(tokenOf(made, rotated.secret_key))).toBe(true);
    expect(await isGood(seen)).toBe(true);
    const minted = await callRoute(testToken, { ...at(made, undefined), method: 'POST' });
    expect(await isGood(String(minted.body.token))).toBe(true);
    await travel(3_600);
    expect(await isGood(tokenOf(made, made.secret_key))).toBe(false);
    expect(await isGood(tokenOf(made, rotated.secret_key))).toBe(true);
  });

  it('with overlap now ends the old secret at once, wherever the change is heard', async () => {
    const made = await create();
    const seen = tokenOf(made, made.secret_key);
    await startChangeFeed();
    try {
      expect(await isGood(seen)).toBe(true);
      const { secret_key } = (await rotate(made, 'now')).body as Client;
      await expect.poll(() => isGood(seen), { timeout: 1_000 }).toBe(false);
      expect(await isGood(tokenOf(made, secret_key))).toBe(true);
    } finally {
      await stopChangeFeed();
    }
  });

  it('is refused while one is under way, also of ten at once; afterwards the old one is gone', async () => {
    const made = await create();
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(made, '24h')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect((await read(made)).secrets).toHaveLength(2);
    await travel(86_401);
    expect((await rotate(made, 'now')).status).toBe(201);
    expect((await read(made)).secrets).toHaveLength(2);
    expect((await rotate(made, '7d')).status).toBe(201);
  });

  it('can be given more time, or be cut short', async () => {
    const made = await create();
    expect((await moveEnd(made, '1h')).status).toBe(409);
    await rotate(made, '1h');
    await travel(1_800);
    const extended = (await moveEnd(made, '3d')).body as Client;
    expect(Date.parse(extended.secrets[1]?.expires_at ?? '')).toBe(clock.now().getTime() + 259_200_000);
    await travel(7_200);
    expect(await isGood(tokenOf(made, made.secret_key))).toBe(true);
    expect((await moveEnd(made, 'now')).status).toBe(200);
    await later();
    expect(await isGood(tokenOf(made, made.secret_key))).toBe(false);
    expect((await moveEnd(made, '1h')).status).toBe(409);
  });

  it('shows when each secret was used last, and which part of the calls still comes with the old one', async () => {
    const made = await create();
    expect(await isGood(tokenOf(made, made.secret_key))).toBe(true);
    await flushClientUses();
    expect((await read(made)).secrets).toMatchObject([{ calls: 1, last_used_at: expect.any(String) }]);
    const { secret_key, old_secret_share } = (await rotate(made, '1h')).body as Client;
    expect(old_secret_share).toBeNull();
    await later();
    const tokens = [made.secret_key, secret_key, secret_key, secret_key].map((key) => tokenOf(made, key));
    for (const token of tokens) expect(await isGood(token)).toBe(true);
    await flushClientUses();
    const { secrets, old_secret_share: share } = await read(made);
    expect(share).toBe(0.25);
    expect(secrets.map(({ calls }) => calls)).toEqual([3, 1]);
    expect(Date.parse(secrets[1]?.last_used_at ?? '')).toBe(clock.now().getTime());
  });

  it('counts no call from before the rotation among those since, though it is written later', async () => {
    const made = await create();
    for (let i = 0; i < 5; i++) expect(await isGood(tokenOf(made, made.secret_key))).toBe(true);
    await travel(1);
    const { secret_key } = (await rotate(made, '1h')).body as Client;
    await flushClientUses();
    expect((await read(made)).old_secret_share).toBeNull();
    await later();
    expect(await isGood(tokenOf(made, secret_key))).toBe(true);
    await flushClientUses();
    expect((await read(made)).old_secret_share).toBe(0);
  });

  it('leaves a line in the audit log without the secret, and nothing in the store that opens it', async () => {
    const made = await create();
    const { secret_key } = (await rotate(made, '1h')).body as Client;
    await moveEnd(made, 'now');
    const entries = await prisma().auditEntry.findMany({
      where: { subjectId: made.client_id },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      'clients.create',
      'clients.rotate',
      'clients.move_secret_end',
    ]);
    const rows = await prisma().clientSecret.findMany({ where: { clientId: made.client_id } });
    const kept = JSON.stringify([entries, rows.map(({ calls: _, ...row }) => row)]);
    expect(kept).not.toContain(secret_key);
    expect(kept).not.toContain(secret_key.slice(10, -4));
  });

  it.each([{}, { overlap: '2h' }, { overlap: 'now', more: 1 }])('is 422 for %j', async (body) => {
    expect((await callRoute(rotateRoute, at(await create(), body))).status).toBe(422);
  });

  it('is 404 for a client that is gone', async () => {
    const made = await create();
    await prisma().client.update({ where: { id: made.client_id }, data: { deletedAt: new Date() } });
    expect((await rotate(made, 'now')).status).toBe(404);
    expect((await moveEnd(made, 'now')).status).toBe(404);
    expect((await callRoute(change, { ...at(made, {}), method: 'PATCH' })).status).toBe(404);
  });
});
