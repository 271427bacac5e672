import { createHmac } from 'node:crypto';
import type { Answered, Attacker } from './attacker.ts';
import { type AttackCase, type Outcome, statuses } from './outcome.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const validation = ({ api }: Attacker, token: string): Promise<Answered> =>
  api('GET', '/auth_token/validation', token);
const validations = async (attacker: Attacker, tokens: readonly string[]): Promise<Answered[]> => {
  const answers: Answered[] = [];
  for (const token of tokens) answers.push(await validation(attacker, token));
  return answers;
};
const partsOf = (token: string): [string, string, string] => token.split('.') as [string, string, string];
const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(partsOf(token)[0], 'base64url').toString('utf8'));
const withHeader = (token: string, change: Record<string, unknown>): string => {
  const [, payload, signature] = partsOf(token);
  return `${encode({ ...headerOf(token), ...change })}.${payload}.${signature}`;
};

type Jwk = { kid: string; x: string };
async function publicKey(attacker: Attacker): Promise<Jwk> {
  const { keys } = JSON.parse((await attacker.send({ path: '/.well-known/jwks.json' })).body) as {
    keys: Jwk[];
  };
  const [key] = keys;
  if (!key) throw new Error('There is no public key.');
  return key;
}

/** A token signed with HMAC by whatever anybody can read: the public key in the forms in which libraries hold it. */
async function confused(attacker: Attacker): Promise<string[]> {
  const key = await publicKey(attacker);
  const raw = Buffer.from(key.x, 'base64url');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`;
  const [, payload] = partsOf(attacker.admin.access);
  return [
    raw,
    spki,
    Buffer.from(pem),
    Buffer.from(pem.trim()),
    Buffer.from(JSON.stringify(key)),
    Buffer.from(key.x),
  ].map((secret) => {
    const signed = `${encode({ ...headerOf(attacker.admin.access), alg: 'HS256' })}.${payload}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  });
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Each character of the token exchanged for its neighbour in the alphabet. */
const flipped = (token: string): string[] =>
  [...token].flatMap((char, at) =>
    char === '.'
      ? []
      : [`${token.slice(0, at)}${ALPHABET[(ALPHABET.indexOf(char) + 1) % 64]}${token.slice(at + 1)}`],
  );

const both = (one: Outcome, other: Outcome): Outcome => ({
  expected: `${one.expected}; ${other.expected}`,
  got: `${one.got}; ${other.got}`,
  holds: one.holds && other.holds,
});

const says = (answer: Answered, status: number, msg: string): Outcome => {
  const got = (JSON.parse(answer.body) as { msg?: string }).msg;
  return {
    expected: `${status} ${msg}`,
    got: `${answer.status} ${got}`,
    holds: answer.status === status && got === msg,
  };
};

export const TOKEN_CASES: readonly AttackCase[] = [
  {
    id: 'T1',
    title: 'a token with the algorithm none, in whichever spelling',
    asvs: '9.1.2',
    run: async (attacker) => {
      const [, payload] = partsOf(attacker.admin.access);
      const tokens = ['none', 'None', 'nOnE', 'NONE', ''].flatMap((alg) => {
        const head = encode({ ...headerOf(attacker.admin.access), alg });
        return [`${head}.${payload}.`, `${head}.${payload}.AA`];
      });
      return statuses(await validations(attacker, tokens), [422]);
    },
  },
  {
    id: 'T2',
    title: 'the public key taken for an HMAC secret',
    asvs: '9.1.1',
    run: async (attacker) => statuses(await validations(attacker, await confused(attacker)), [422]),
  },
  {
    id: 'T3',
    title: 'a header that names a key of its own, a path or a statement',
    asvs: '9.1.3',
    run: async (attacker) => {
      const { admin } = attacker;
      const tokens = [
        { kid: '../../../../etc/passwd' },
        { kid: "' OR '1'='1" },
        { kid: 'x'.repeat(2_000) },
        { kid: null },
        { jku: 'http://169.254.169.254/' },
        { x5u: 'http://169.254.169.254/' },
        { jwk: await publicKey(attacker) },
        { x5c: ['AA'] },
        { crit: ['exp'] },
        { b64: false },
        { zip: 'DEF' },
        { typ: 'JWT' },
      ].map((change) => withHeader(admin.access, change));
      return statuses(await validations(attacker, tokens), [422]);
    },
  },
  {
    id: 'T4',
    title: 'a token with any one character exchanged',
    asvs: '9.1.1',
    run: async (attacker) => statuses(await validations(attacker, flipped(attacker.admin.access)), [422]),
  },
  {
    id: 'T5',
    title: 'other spellings, fewer and more parts, white space',
    asvs: '9.1.1',
    run: async (attacker) => {
      const { access } = attacker.admin;
      const [head, payload, signature] = partsOf(access);
      const tokens = [
        `${access}=`,
        `${access}==`,
        `${access}.`,
        `.${access}`,
        `${head}.${payload}`,
        `${head}..${signature}`,
        `${access}.${signature}`,
        `${access}.${signature}.${signature}`,
        `${head}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}=`,
        'x',
        'null',
      ];
      return statuses(await validations(attacker, tokens), [422]);
    },
  },
  {
    id: 'T5b',
    title: 'a token of 12 KB, and one of 1 MB',
    asvs: '15.3.7',
    run: async (attacker) => {
      const long = await validation(attacker, 'a.'.repeat(6_000));
      const huge = await validation(attacker, 'A'.repeat(1_000_000)).catch(() => ({ status: 431 }));
      return both(statuses([long], [422]), statuses([huge], [431]));
    },
  },
  {
    id: 'T7',
    title: 'no token, a forged one, and one that was revoked, each with its own words',
    asvs: '7.4.1',
    run: async (attacker) => {
      const person = await attacker.person();
      const none = says(
        await attacker.api('GET', '/auth_token/validation', null),
        401,
        'Missing Authorization Header',
      );
      const [head, payload] = partsOf(person.access);
      const forged = says(
        await validation(attacker, `${head}.${payload}.${'A'.repeat(86)}`),
        422,
        'Signature verification failed',
      );
      await attacker.api('DELETE', '/auth_token', person.access);
      const revoked = says(await validation(attacker, person.access), 401, 'Token has been revoked');
      return both(both(none, forged), revoked);
    },
  },
  {
    id: 'T8',
    title: 'a refresh token as access, an access token as refresh',
    asvs: '9.2.2',
    run: async (attacker) => {
      const { access, refresh } = attacker.nobody;
      const asAccess = await validation(attacker, refresh);
      const asRefresh = await attacker.api('POST', '/auth_token/token_refresh', access);
      return statuses([asAccess, asRefresh], [401, 422]);
    },
  },
  {
    id: 'T10',
    title: 'the token of a disabled and of a deleted user',
    asvs: '7.4.2',
    run: async (attacker) => {
      const [disabled, deleted] = [await attacker.person(), await attacker.person()];
      await attacker.api('PATCH', `/users/${disabled.id}`, attacker.admin.access, { enabled: false });
      await attacker.api('DELETE', `/users/${deleted.id}`, attacker.admin.access);
      return statuses(await validations(attacker, [disabled.access, deleted.access]), [401]);
    },
  },
  {
    id: 'T11',
    title: 'a right that was taken away, asked about at once and for a second',
    asvs: '8.3.2',
    run: async (attacker) => {
      const person = await attacker.person(['events:read']);
      const ask = () => attacker.api('GET', '/events?limit=1', person.access);
      const before = await ask();
      await attacker.api('DELETE', `/users/${person.id}/permissions/events:read`, attacker.admin.access);
      const startedAtMs = performance.now();
      const after: Answered[] = [];
      while (performance.now() - startedAtMs < 1_000) after.push(await ask());
      return both(statuses([before], [200]), statuses(after, [403]));
    },
  },
  {
    id: 'T16',
    title: 'two headers that differ, two of the same, joined by a comma',
    asvs: '15.3.7',
    run: async (attacker) => {
      const { admin, nobody } = attacker;
      const path = '/api/v1/auth_token/validation';
      const differing = await attacker.send({
        path,
        headers: { authorization: `Bearer ${admin.access}`, authentication: `Bearer ${nobody.access}` },
      });
      const joined = await attacker.send({
        path,
        headers: { authorization: `Bearer ${nobody.access}, Bearer ${admin.access}` },
      });
      const lower = await attacker.send({ path, headers: { authorization: `bearer ${admin.access}` } });
      return both(statuses([differing, joined], [422]), statuses([lower], [200]));
    },
  },
];
