import { createHmac, randomUUID } from 'node:crypto';
import type { Answered, Attacker } from './attacker.ts';
import { type AttackCase, type Outcome, statuses } from './outcome.ts';

type Machine = { client_id: string; secret_key: string };
type Claims = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A client of its own for the attack, gone after it. */
async function withClient(
  { api, admin }: Attacker,
  settings: object,
  attack: (client: Machine) => Promise<Outcome>,
): Promise<Outcome> {
  const name = `attack-${randomUUID()}`;
  const made = await api('POST', '/clients', admin.access, { name, ...settings });
  if (made.status !== 201) throw new Error(`No client was made: ${made.status}`);
  const client = JSON.parse(made.body) as Machine;
  try {
    return await attack(client);
  } finally {
    await api('DELETE', `/clients/${client.client_id}`, admin.access);
  }
}

/** What a client signs itself, with claims of the attacker's choice; undefined takes one out. */
function signed({ client_id, secret_key }: Machine, change: Claims = {}): string {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = {
    jti: randomUUID(),
    gty: 'client-credentials',
    sub: client_id,
    iat,
    exp: iat + 600,
    ...change,
  };
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', secret_key).update(text).digest('base64url')}`;
}

const sendEvent = ({ api }: Attacker, token: string): Promise<Answered> =>
  api('POST', '/events', token, { name: 'attack' });

const plain = ({ status, body }: Answered): string =>
  JSON.stringify({ status, ...(JSON.parse(body) as object), requestId: null });

const all = (outcomes: readonly Outcome[]): Outcome => ({
  expected: outcomes.map(({ expected }) => expected).join('; '),
  got: outcomes.map(({ got }) => got).join('; '),
  holds: outcomes.every(({ holds }) => holds),
});

const form = ({ send }: Attacker, path: string, fields: Record<string, string>, basic?: Machine) =>
  send({
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(basic
        ? {
            authorization: `Basic ${Buffer.from(`${basic.client_id}:${basic.secret_key}`).toString('base64')}`,
          }
        : {}),
    },
    body: new URLSearchParams(fields).toString(),
  });

const GRANT = { grant_type: 'client_credentials' };

export const MACHINE_CASES: readonly AttackCase[] = [
  {
    id: 'M1',
    title: 'a wrong secret, an unknown client and a disabled one told apart',
    asvs: '6.3.8',
    run: (attacker) =>
      withClient(attacker, {}, async (client) => {
        const { api, admin } = attacker;
        const wrong = await sendEvent(attacker, signed({ ...client, secret_key: 'x'.repeat(43) }));
        const unknown = await sendEvent(attacker, signed({ ...client, client_id: randomUUID() }));
        await api('PATCH', `/clients/${client.client_id}`, admin.access, { enabled: false });
        const disabled = await sendEvent(attacker, signed(client));
        const words = new Set([wrong, unknown, disabled].map(plain));
        const same = statuses([wrong, unknown, disabled], [401]);
        return {
          ...same,
          got: `${same.got}, ${words.size} kinds of words`,
          holds: same.holds && words.size === 1,
        };
      }),
  },
  {
    id: 'M2',
    title: 'a token in the name of one client, signed by another',
    asvs: '9.1.3',
    run: (attacker) =>
      withClient(attacker, {}, (one) =>
        withClient(attacker, {}, async (other) =>
          statuses([await sendEvent(attacker, signed({ ...one, secret_key: other.secret_key }))], [401]),
        ),
      ),
  },
  {
    id: 'M3',
    title: 'tokens from the future, too long-lived, run out, and with claims of other types or none',
    asvs: '9.2.1',
    run: (attacker) =>
      withClient(attacker, { max_token_lifetime_seconds: 3_600 }, async (client) => {
        const now = Math.floor(Date.now() / 1_000);
        const refused: Claims[] = [
          { iat: now + 90, exp: now + 600 },
          { exp: now + 3_700 },
          { iat: now - 700, exp: now - 60 },
          { exp: 1e308 },
          { exp: String(now + 600) },
          { exp: undefined },
          { iat: undefined },
          { jti: undefined },
          { jti: { a: 1 } },
          { sub: [client.client_id] },
          { gty: 'password' },
        ];
        const answers: Answered[] = [];
        for (const claims of refused) answers.push(await sendEvent(attacker, signed(client, claims)));
        const good = await sendEvent(attacker, signed(client, { iat: now - 0.5, exp: now + 600.25 }));
        return all([statuses(answers, [401]), statuses([good], [202])]);
      }),
  },
  {
    id: 'M4',
    title: 'a token that counts once, sent fifty times at the same moment',
    asvs: '10.4.5',
    run: (attacker) =>
      withClient(attacker, { one_time_tokens: true }, async (client) => {
        const token = signed(client);
        const answers = await Promise.all(Array.from({ length: 50 }, () => sendEvent(attacker, token)));
        const taken = answers.filter(({ status }) => status === 202).length;
        const every = statuses(answers, [202, 401]);
        return {
          expected: `${every.expected}, one taken`,
          got: `${every.got}, ${taken} taken`,
          holds: every.holds && taken === 1,
        };
      }),
  },
  {
    id: 'M9',
    title: 'the old secret after a rotation without overlap, and secrets read back',
    asvs: '13.3.4',
    run: (attacker) =>
      withClient(attacker, {}, async (client) => {
        const { api, admin } = attacker;
        const path = `/clients/${client.client_id}`;
        const rotated = await api('POST', `${path}/rotate`, admin.access, { overlap: 'now' });
        if (rotated.status !== 201) throw new Error(`Not rotated: ${rotated.status}`);
        const { secret_key } = JSON.parse(rotated.body) as Machine;
        const read = await api('GET', path, admin.access);
        const listed = await api('GET', '/clients?limit=100', admin.access);
        const told = [client.secret_key, secret_key].some((secret) =>
          `${read.body}${listed.body}`.includes(secret),
        );
        const outcome = all([
          statuses([await sendEvent(attacker, signed(client))], [401]),
          statuses([await sendEvent(attacker, signed({ ...client, secret_key }))], [202]),
        ]);
        return {
          ...outcome,
          got: `${outcome.got}; secrets ${told ? 'told' : 'not told'}`,
          holds: outcome.holds && !told,
        };
      }),
  },
  {
    id: 'M11',
    title: 'a client that may call from one network alone, behind forged forwarding headers',
    asvs: '15.3.4',
    run: (attacker) =>
      withClient(attacker, { address_ranges: ['203.0.113.0/24'] }, async (client) => {
        const answers: Answered[] = [];
        for (const header of ['203.0.113.7', '203.0.113.7, 203.0.113.8', 'garbage', '']) {
          answers.push(
            await attacker.send({
              method: 'POST',
              path: '/api/v1/events',
              headers: {
                authorization: `Bearer ${signed(client)}`,
                'content-type': 'application/json',
                'x-forwarded-for': header,
                forwarded: 'for=203.0.113.7',
              },
              body: '{"name":"attack"}',
            }),
          );
        }
        return statuses(answers, [401, 403]);
      }),
  },
  {
    id: 'M12',
    title: 'the tokens of a client that was deleted, and of one made anew by its name',
    asvs: '7.4.2',
    run: async (attacker) => {
      const name = `attack-${randomUUID()}`;
      const { api, admin } = attacker;
      const old = JSON.parse((await api('POST', '/clients', admin.access, { name })).body) as Machine;
      await api('DELETE', `/clients/${old.client_id}`, admin.access);
      const next = JSON.parse((await api('POST', '/clients', admin.access, { name })).body) as Machine;
      const answer = await sendEvent(attacker, signed(old));
      await api('DELETE', `/clients/${next.client_id}`, admin.access);
      return statuses([answer], [401]);
    },
  },
  {
    id: 'O1',
    title: 'a client that shows its secret in two ways, wrongly, or asks for more than it may',
    asvs: '10.4.1',
    run: (attacker) =>
      withClient(attacker, {}, async (client) => {
        const { client_id, secret_key } = client;
        const inBody = { client_id, client_secret: secret_key };
        return all([
          statuses(
            [
              await form(attacker, '/oauth/token', { ...GRANT, ...inBody }, client),
              await form(attacker, '/oauth/token', { ...GRANT, scope: 'authz:check' }, client),
              await form(attacker, '/oauth/token', { grant_type: 'password' }, client),
            ],
            [400],
          ),
          statuses(
            [
              await form(attacker, '/oauth/token', GRANT),
              await form(attacker, '/oauth/token', GRANT, { client_id, secret_key: 'x'.repeat(43) }),
              await form(attacker, '/oauth/token', GRANT, { client_id: randomUUID(), secret_key }),
            ],
            [401],
          ),
        ]);
      }),
  },
  {
    id: 'O2',
    title: 'a client’s token taken for a user’s, and after the client was disabled',
    asvs: '9.2.2',
    run: (attacker) =>
      withClient(attacker, {}, async (client) => {
        const { api, admin } = attacker;
        const granted = await form(attacker, '/oauth/token', GRANT, client);
        const { access_token: token = '' } = JSON.parse(granted.body) as { access_token?: string };
        const good = statuses([await sendEvent(attacker, token)], [202]);
        const asUser = statuses(
          [await api('GET', '/auth_token/validation', token), await api('GET', '/users', token)],
          [401, 422],
        );
        await api('PATCH', `/clients/${client.client_id}`, admin.access, { enabled: false });
        return all([good, asUser, statuses([await sendEvent(attacker, token)], [401])]);
      }),
  },
];
