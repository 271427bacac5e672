import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PATCH } from '#app/api/v1/clients/[id]/route.ts';
import { POST as makeClient } from '#app/api/v1/clients/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as open } from '#app/api/v1/sessions/route.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { forgetExpired } from '#lib/clients/forget-expired.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { clock } from '#lib/platform/clock.ts';
import { prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

const database = useTestDatabase();

type Made = { client_id: string; secret_key: string; auth_id: string; secret: string } & Record<
  string,
  unknown
>;

let admin: Person;
let named = 0;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
});

const real = clock.now;
afterEach(() => {
  clock.now = real;
});
const travel = (seconds: number): void => {
  const from = clock.now().getTime();
  clock.now = () => new Date(from + seconds * 1_000);
};

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
  const REFUSED = 'called from an address that the client does not allow';

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
    expect(await outcome(token, '127.0.0.1')).toBe('used before');
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
