import { fork } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { PATCH } from '#app/api/v1/clients/[id]/route.ts';
import { POST as makeClient } from '#app/api/v1/clients/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as open } from '#app/api/v1/sessions/route.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { forgetExpired } from '#lib/clients/forget-expired.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { REFUSAL_REASONS } from '#lib/clients/refusals/schema.ts';
import { takeCall } from '#lib/clients/take-call.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { useTravel } from '#tests/support/travel.ts';

const database = useTestDatabase();

type Made = { client_id: string; secret_key: string; auth_id: string; secret: string } & Record<
  string,
  unknown
>;

let admin: Person;
let shared: Made;
let named = 0;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  shared = await create({});
});

const travel = useTravel();

const create = async (settings: Record<string, unknown>): Promise<Made> => {
  const body = { name: `client ${named++}`, ...settings };
  const answer = await callRoute(makeClient, { token: admin.token, body });
  expect(answer.status).toBe(201);
  return answer.body as Made;
};
const tokenOf = ({ client_id, secret_key }: Made): string =>
  mintClientToken({ clientId: client_id, secretKey: secret_key, lifetimeSeconds: 600 });
const outcome = (token: string, address: string | undefined): Promise<string> =>
  authenticateClient(token, address).then(
    () => 'accepted',
    (error: Error) => (error.cause as Error).message,
  );

describe('address ranges', () => {
  const REFUSED = REFUSAL_REASONS.address_not_allowed;

  it('let in whoever calls from one of them, and nobody else; a token seen before is checked again', async () => {
    const made = await create({ address_ranges: ['10.1.0.0/16', '203.0.113.7', '2001:db8:1::/48'] });
    const token = tokenOf(made);
    for (const address of ['10.1.2.3', '203.0.113.7', '2001:db8:1:2::3', '::ffff:10.1.2.3']) {
      expect([address, await outcome(token, address)]).toEqual([address, 'accepted']);
    }
    for (const address of ['10.2.0.1', '203.0.113.8', '2001:db8:2::1', '', 'garbage', undefined]) {
      expect([address, await outcome(token, address)]).toEqual([address, REFUSED]);
    }
    const send = (address: string) => callRoute(sendEvent, { body: { name: 'x' }, token, address });
    expect((await send('10.1.2.3')).status).toBe(202);
    expect((await send('10.2.2.3')).status).toBe(401);
  });

  it('hold for sessions too, when they open and when they are used', async () => {
    const made = await create({ address_ranges: ['10.1.0.0/16'] });
    const body = { authId: made.auth_id, secret: made.secret };
    expect((await callRoute(open, { body, address: '10.2.0.1' })).status).toBe(401);
    const session = await callRoute(open, { body, address: '10.1.0.1' });
    expect(session.status).toBe(201);
    const token = String(session.body.access_token);
    expect(await outcome(token, '10.1.0.1')).toBe('accepted');
    const change = { token: admin.token, params: { id: made.client_id }, method: 'PATCH' };
    const moved = await callRoute(PATCH, { ...change, body: { address_ranges: ['10.3.0.0/16'] } });
    expect(moved.body).toMatchObject({ address_ranges: ['10.3.0.0/16'] });
    travel(6);
    expect(await outcome(token, '10.1.0.1')).toBe(REFUSED);
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'example.com', '::1/129', '10.1.2.3/'])(
    '%s is refused with its path',
    async (range) => {
      const body = { name: 'x', address_ranges: ['10.0.0.0/8', range] };
      const answer = await callRoute(makeClient, { token: admin.token, body });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ path: 'address_ranges[1]' }]);
    },
  );
});

describe('one-time tokens', () => {
  it('count once; another client, and one without the setting, are not held up', async () => {
    const [once_, many] = [await create({ one_time_tokens: true }), await create({})];
    const token = tokenOf(once_);
    expect(await outcome(token, '127.0.0.1')).toBe('accepted');
    expect(await outcome(token, '127.0.0.1')).toBe(REFUSAL_REASONS.token_used_again);
    expect(await outcome(tokenOf(once_), '127.0.0.1')).toBe('accepted');
    const reusable = tokenOf(many);
    for (let i = 0; i < 3; i++) expect(await outcome(reusable, '127.0.0.1')).toBe('accepted');
  });

  it('are not spent by whoever calls from an address that is not allowed', async () => {
    const token = tokenOf(await create({ one_time_tokens: true, address_ranges: ['10.0.0.0/8'] }));
    expect(await outcome(token, '192.0.2.1')).not.toBe('accepted');
    expect(await outcome(token, '10.0.0.1')).toBe('accepted');
  });

  it('200 uses of one token at once by two processes: exactly one is accepted', async () => {
    const token = tokenOf(await create({ one_time_tokens: true }));
    const peer = fork(new URL('../support/peer-authenticate.ts', import.meta.url), [token, '100'], {
      env: { ...process.env, DATABASE_URL: database.url },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    await once(peer, 'message');
    const counted = once(peer, 'message') as Promise<[{ accepted: number }]>;
    peer.send('go');
    const own = await Promise.all(Array.from({ length: 100 }, () => outcome(token, '127.0.0.1')));
    const [theirs] = await counted;
    expect(own.filter((result) => result === 'accepted').length + theirs.accepted).toBe(1);
  });

  it('leave a mark until they expire, and no longer', async () => {
    const made = await create({ one_time_tokens: true });
    await outcome(tokenOf(made), '127.0.0.1');
    const marks = () => prisma().usedToken.count({ where: { clientId: made.client_id } });
    travel(600);
    await forgetExpired();
    expect(await marks()).toBe(1);
    travel(121);
    await forgetExpired();
    expect(await marks()).toBe(0);
  });
});

describe('a rate limit', () => {
  const send = (made: Made) =>
    callRoute(sendEvent, { body: { name: 'x' }, token: tokenOf(made), address: '127.0.0.1' });

  it('is none unless it is set', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(shared)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(0);
    expect(answers[0]?.headers.get('ratelimit-limit')).toBeNull();
  });

  it('refuses with 429, Retry-After and RateLimit fields what is beyond it, and lets in again in the next second', async () => {
    const made = await create({ calls_per_second: 5 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => send(made)));
    const [taken, refused] = [202, 429].map((status) => answers.filter((answer) => answer.status === status));
    // The sixty may lie on both sides of a full second.
    expect(taken?.length).toBeGreaterThanOrEqual(5);
    expect(taken?.length).toBeLessThanOrEqual(10);
    expect((taken?.length ?? 0) + (refused?.length ?? 0)).toBe(60);
    for (const { headers } of answers) expect(headers.get('ratelimit-limit')).toBe('5');
    for (const { headers, body } of refused ?? []) {
      expect(headers.get('ratelimit-remaining')).toBe('0');
      expect(headers.get('retry-after')).toBe('1');
      expect(headers.get('ratelimit-reset')).toBe('1');
      expect(body).toMatchObject({ status: 429, detail: 'This client may make 5 calls per second.' });
    }
    await expect.poll(async () => (await send(made)).status, { timeout: 3_000 }).toBe(202);
  });

  it('is shared by processes: both together take no more in a second, and come near it', async () => {
    const made = await create({ calls_per_second: 50 });
    const start = async () => {
      const peer = fork(new URL('../support/peer-take-calls.ts', import.meta.url), [made.client_id, '3200'], {
        env: { ...process.env, DATABASE_URL: database.url },
        execArgv: ['--disable-warning=ExperimentalWarning'],
      });
      await once(peer, 'message');
      return peer;
    };
    const peers = await Promise.all([start(), start()]);
    const answers = peers.map((peer) => once(peer, 'message') as Promise<[{ takenAt: number[] }]>);
    const began = Date.now();
    for (const peer of peers) peer.send('go');
    const takenAt = (await Promise.all(answers)).flatMap(([{ takenAt: times }]) => times);
    const seconds = Math.floor(Date.now() / 1_000) - Math.floor(began / 1_000) + 1;
    expect(takenAt.length).toBeLessThanOrEqual(50 * seconds);
    expect(takenAt.length).toBeGreaterThanOrEqual(50 * 3);
  });

  it('costs no question per call: a tenth of the limit is fetched at once', async () => {
    const made = await create({ calls_per_second: 100_000 });
    const calls = await Promise.all(Array.from({ length: 200 }, () => takeCall(made.client_id)));
    expect(calls.every((call) => call?.taken)).toBe(true);
    const { rows } = await pool().query('SELECT granted FROM client_rates WHERE client_id = $1', [
      made.client_id,
    ]);
    expect(rows).toEqual([{ granted: 10_000 }]);
  });

  it.each([0, -1, 1.5, '5'])('of %j is refused', async (calls_per_second) => {
    const body = { name: 'x', calls_per_second };
    const answer = await callRoute(makeClient, { token: admin.token, body });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'calls_per_second' }]]);
  });
});
