import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as readRefusals } from '#app/api/v1/clients/[id]/refusals/route.ts';
import { POST as rotate } from '#app/api/v1/clients/[id]/rotate/route.ts';
import { PATCH, DELETE as remove } from '#app/api/v1/clients/[id]/route.ts';
import { POST as createClient } from '#app/api/v1/clients/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as refresh } from '#app/api/v1/sessions/refresh/route.ts';
import { POST as open } from '#app/api/v1/sessions/route.ts';
import { forgetExpiredJob } from '#jobs/forget-expired.ts';
import { systemContext } from '#lib/auth/context.ts';
import { issueTokenPair } from '#lib/auth/issue-token-pair.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { flushRefusedCalls, noteRefusedCall } from '#lib/clients/refusals/note-refused-call.ts';
import { type ClientRefusals, REFUSAL_REASONS, type RefusalReason } from '#lib/clients/refusals/schema.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

type Made = { client_id: string; secret_key: string; auth_id: string; secret: string };

let admin: Person;
let nobody: Person;
let named = 0;
const realNow = clock.now;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  nobody = await makePerson('nora', []);
  await startChangeFeed();
  return stopChangeFeed;
});
let token: string;
beforeEach(() => {
  token = admin.token;
});
afterEach(() => {
  clock.now = realNow;
});
/** The administrator's own token is good for minutes. */
const travel = async (seconds: number): Promise<void> => {
  const from = clock.now().getTime();
  clock.now = () => new Date(from + seconds * 1_000);
  const { email, password } = admin;
  const ctx = { ...systemContext('tests'), address: '127.0.0.1' };
  token = (await issueTokenPair(ctx, { email, password, userAgent: 'tests' })).access_token;
};

const HOME = '198.51.100.7';
const create = async (settings: object = {}): Promise<Made> => {
  const answer = await callRoute(createClient, { token, body: { name: `client ${named++}`, ...settings } });
  expect(answer.status).toBe(201);
  return answer.body as Made;
};
const change = async (made: Made, body: object): Promise<void> => {
  const call = { method: 'PATCH', token, params: { id: made.client_id }, body };
  expect((await callRoute(PATCH, call)).status).toBe(200);
};
const sign = ({ client_id: clientId, secret_key: secretKey }: Made, lifetimeSeconds = 600): string =>
  mintClientToken({ clientId, secretKey, lifetimeSeconds });
const use = (bearer: string, address = HOME): Promise<Answer> =>
  callRoute(sendEvent, { body: { name: 'x' }, token: bearer, address });
const signIn = ({ auth_id, secret }: Made, address = HOME) =>
  callRoute(open, { body: { authId: auth_id, secret }, address });
const renew = (refreshToken: unknown, address = HOME) =>
  callRoute(refresh, { body: { refresh_token: refreshToken }, address });
const read = async (made: Made, query = ''): Promise<ClientRefusals> => {
  await flushRefusedCalls();
  const answer = await callRoute(readRefusals, { token, params: { id: made.client_id }, path: `/${query}` });
  expect(answer.status).toBe(200);
  return answer.body as ClientRefusals;
};
const counts = async (made: Made): Promise<Record<string, number>> =>
  Object.fromEntries((await read(made)).reasons.map(({ reason, count }) => [reason, count]));
const rowsOf = async (clientId: string): Promise<number> => {
  await flushRefusedCalls();
  const { rowCount } = await pool().query('SELECT 1 FROM client_refusals WHERE client_id = $1', [clientId]);
  return rowCount ?? 0;
};

/** How a call comes to be refused for this reason, and what it is answered. */
const WAYS: [RefusalReason, object, (made: Made) => Promise<Answer>][] = [
  ['wrong_signature', {}, (made) => use(sign({ ...made, secret_key: 'eyesk_another' }))],
  [
    'token_expired',
    {},
    async (made) => {
      const old = sign(made, 60);
      await travel(91);
      return use(old);
    },
  ],
  [
    'token_not_yet_valid',
    {},
    async (made) => {
      await travel(120);
      const early = sign(made);
      clock.now = realNow;
      return use(early);
    },
  ],
  ['token_lives_too_long', { max_token_lifetime_seconds: 300 }, (made) => use(sign(made, 301))],
  [
    'token_used_again',
    { one_time_tokens: true },
    async (made) => {
      const once = sign(made);
      expect((await use(once)).status).toBe(202);
      return use(once);
    },
  ],
  ['address_not_allowed', { address_ranges: ['10.0.0.0/8'] }, (made) => use(sign(made))],
  ['client_disabled', { enabled: false }, (made) => use(sign(made))],
  ['client_expired', { expires_at: '2020-01-01T00:00:00Z' }, (made) => use(sign(made))],
  [
    'secret_ended',
    {},
    async (made) => {
      const call = { token, params: { id: made.client_id }, body: { overlap: 'now' } };
      expect((await callRoute(rotate, call)).status).toBe(201);
      return use(sign(made));
    },
  ],
  ['session_moved', {}, async (made) => use(String((await signIn(made)).body.access_token), '203.0.113.1')],
];

describe('401', () => {
  it.each(WAYS)('%s is counted, with the last time and address', async (reason, settings, call) => {
    const made = await create(settings);
    const answer = await call(made);
    expect(answer.status).toBe(401);
    expect(await read(made)).toMatchObject({
      total: 1,
      reasons: [
        {
          reason,
          description: REFUSAL_REASONS[reason],
          count: 1,
          last_address: reason === 'session_moved' ? '203.0.113.1' : HOME,
        },
      ],
    });
  });

  it('is one and the same answer for all of them, and for a client that does not exist', async () => {
    const stranger = { client_id: uuidv7(), secret_key: 'eyesk_any', auth_id: '', secret: '' };
    const answers = [await use(sign(stranger)), await use('no.token.atall')];
    for (const [, settings, call] of WAYS) {
      answers.push(await call(await create(settings)));
      clock.now = realNow;
      token = admin.token;
    }
    const told = ({ status, headers, body }: Answer) => ({
      status,
      headers: Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id')),
      body: { ...body, requestId: '' },
    });
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] as Answer));
  });

  it('of a client that does not exist, or was deleted, leaves no row', async () => {
    const stranger = { client_id: uuidv7(), secret_key: 'eyesk_any', auth_id: uuidv7(), secret: 'secret' };
    expect((await use(sign(stranger))).status).toBe(401);
    expect((await signIn(stranger)).status).toBe(401);
    const deleted = await create();
    await callRoute(remove, { method: 'DELETE', token, params: { id: deleted.client_id } });
    expect((await use(sign(deleted))).status).toBe(401);
    expect((await signIn(deleted)).status).toBe(401);
    await flushRefusedCalls();
    for (const made of [stranger, deleted]) expect(await rowsOf(made.client_id)).toBe(0);
    const { rows } = await pool().query(
      'SELECT count(*)::int AS n FROM client_refusals WHERE client_id IS NULL',
    );
    expect(rows[0].n).toBe(0);
  });

  it('at the door of sessions is counted by what was wrong', async () => {
    const made = await create();
    expect((await signIn({ ...made, secret: 'a wrong secret' })).status).toBe(401);
    await change(made, { enabled: false });
    expect((await signIn(made)).status).toBe(401);
    expect((await signIn({ ...made, secret: 'a wrong secret' })).status).toBe(401);
    expect(await counts(made)).toEqual({ wrong_session_secret: 2, client_disabled: 1 });
  });

  it('of a session is counted by how it ended', async () => {
    const [made, other] = [await create(), await create()];
    const session = (await signIn(made)).body;
    expect((await renew(session.refresh_token, '203.0.113.1')).status).toBe(403);
    const next = (await renew(session.refresh_token)).body;
    await travel(11);
    expect((await renew(session.refresh_token)).status).toBe(401);
    expect((await renew(next.refresh_token)).status).toBe(401);
    expect((await use(String(next.access_token))).status).toBe(401);
    expect(await counts(made)).toEqual({ session_moved: 1, refresh_token_reused: 1, session_revoked: 2 });
    const ended = (await signIn(other)).body;
    await travel(86_401);
    expect((await renew(ended.refresh_token)).status).toBe(401);
    expect((await use(String(ended.access_token))).status).toBe(401);
    expect(await counts(other)).toEqual({ session_expired: 1, token_expired: 1 });
  });
});

it('429: a client beyond its limit is counted with where it called from', async () => {
  const made = await create({ calls_per_second: 1 });
  const answers = await Promise.all(Array.from({ length: 12 }, () => use(sign(made))));
  const refused = answers.filter(({ status }) => status === 429).length;
  expect(refused).toBeGreaterThan(0);
  expect((await read(made)).reasons).toMatchObject([
    { reason: 'rate_limited', count: refused, last_address: HOME },
  ]);
});

it('202: what is taken is not counted', async () => {
  const made = await create();
  expect((await use(sign(made))).status).toBe(202);
  expect(await read(made)).toMatchObject({ total: 0, reasons: [] });
});

it('a flood makes one row an hour, and keeps the last address', async () => {
  const made = await create();
  clock.now = () => new Date('2026-05-01T10:59:00Z');
  for (let i = 0; i < 100_000; i++) noteRefusedCall(made.client_id, 'wrong_signature', `192.0.2.${i % 200}`);
  await flushRefusedCalls();
  clock.now = () => new Date('2026-05-01T11:00:00Z');
  noteRefusedCall(made.client_id, 'wrong_signature', undefined);
  expect(await rowsOf(made.client_id)).toBe(2);
  clock.now = () => new Date('2026-05-01T11:30:00Z');
  await travel(0);
  const { buckets, reasons } = await read(made, '?from=2026-05-01T10:00:00Z');
  expect(buckets).toEqual([
    { at: '2026-05-01T10:00:00.000Z', counts: { wrong_signature: 100_000 } },
    { at: '2026-05-01T11:00:00.000Z', counts: { wrong_signature: 1 } },
  ]);
  expect(reasons).toMatchObject([
    { count: 100_001, last_at: '2026-05-01T11:00:00.000Z', last_address: null },
  ]);
});

it('two processes that count the same hour add up, and what could not be written is tried again', async () => {
  const made = await create();
  noteRefusedCall(made.client_id, 'token_expired', HOME);
  await pool().query('ALTER TABLE client_refusals RENAME TO away');
  await expect(flushRefusedCalls()).rejects.toThrow();
  noteRefusedCall(made.client_id, 'token_expired', '203.0.113.5');
  await pool().query('ALTER TABLE away RENAME TO client_refusals');
  await flushRefusedCalls();
  noteRefusedCall(made.client_id, 'token_expired', HOME);
  const { reasons } = await read(made);
  expect(reasons).toMatchObject([{ reason: 'token_expired', count: 3, last_address: HOME }]);
});

describe('200', () => {
  it('has a bucket for every hour or day, those without a refusal included', async () => {
    const made = await create();
    const hours = await read(made);
    expect(hours.bucket_seconds).toBe(3_600);
    expect([24, 25]).toContain(hours.buckets.length);
    const days = await read(made, '?bucket=day&from=2026-05-01T12:00:00Z&to=2026-05-04T00:00:00Z');
    expect(days.buckets.map(({ at }) => at.slice(0, 10))).toEqual(['2026-05-01', '2026-05-02', '2026-05-03']);
  });

  it('never has more buckets than what is kept can fill', async () => {
    const made = await create();
    expect((await read(made, '?from=1990-01-01T00:00:00Z')).buckets.length).toBeLessThanOrEqual(31 * 24 + 1);
  });
});

it('400: refuses a range that ends before it begins', async () => {
  const made = await create();
  const path = '/?from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z';
  const answer = await callRoute(readRefusals, { token, params: { id: made.client_id }, path });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'from' }] } });
});

it('401: a client is told nothing, not even of itself', async () => {
  const made = await create();
  const params = { id: made.client_id };
  expect((await callRoute(readRefusals, { token: sign(made), params })).status).toBe(401);
});

it('403: refuses users without clients:read', async () => {
  const made = await create();
  const answer = await callRoute(readRefusals, { token: nobody.token, params: { id: made.client_id } });
  expect(answer).toMatchObject({ status: 403, body: { permission: 'clients:read' } });
});

it('404: there is nothing for an unknown client', async () => {
  expect((await callRoute(readRefusals, { token, params: { id: uuidv7() } })).status).toBe(404);
});

it('is forgotten after 30 days', async () => {
  const made = await create();
  const now = realNow();
  for (const days of [29, 31]) {
    clock.now = () => new Date(now.getTime() - days * 86_400_000);
    noteRefusedCall(made.client_id, 'token_expired', HOME);
  }
  await flushRefusedCalls();
  clock.now = realNow;
  expect(await rowsOf(made.client_id)).toBe(2);
  await forgetExpiredJob.run([{}]);
  expect(await rowsOf(made.client_id)).toBe(1);
});
