import { Secret, TOTP } from 'otpauth';
import type { Answered, Attacker } from './attacker.ts';
import { type AttackCase, statuses } from './outcome.ts';

type Person = Awaited<ReturnType<Attacker['person']>>;

const validation = ({ api }: Attacker, token: string): Promise<Answered> =>
  api('GET', '/auth_token/validation', token);

const refresh = ({ api }: Attacker, token: string): Promise<Answered> =>
  api('POST', '/auth_token/token_refresh', token);

const signIn = ({ api }: Attacker, { email, password }: Person, code?: string): Promise<Answered> =>
  api('POST', '/auth_token', null, { email, password, ...(code === undefined ? {} : { code }) });

const accessOf = ({ body }: Answered): string => (JSON.parse(body) as { access_token: string }).access_token;

export const SESSION_CASES: readonly AttackCase[] = [
  {
    id: 'L8',
    title: 'a refresh token sent thirty times at the same moment',
    asvs: '10.4.5',
    run: async (attacker) => {
      const who = await attacker.person();
      const answers = await Promise.all(Array.from({ length: 30 }, () => refresh(attacker, who.refresh)));
      const taken = answers.filter(({ status }) => status === 200);
      const successors = new Set(
        taken.map(({ body }) => (JSON.parse(body) as { refresh_token: string }).refresh_token),
      );
      const alive = taken[0] ? (await validation(attacker, accessOf(taken[0]))).status : 0;
      return {
        expected: 'one successor, the session alive',
        got: `${successors.size} successors, validation ${alive}`,
        holds: successors.size === 1 && alive === 200,
      };
    },
  },
  {
    id: 'L11',
    title: 'access and refresh tokens after a change of the password',
    asvs: '7.4.3',
    run: async (attacker) => {
      const who = await attacker.person();
      const other = JSON.parse((await signIn(attacker, who)).body) as Record<string, string>;
      const change = { old_password: who.password, new_password: `changed ${Date.now()} by hand` };
      const changed = await attacker.api('POST', `/users/${who.id}/password`, who.access, change);
      if (changed.status !== 200) throw new Error(`Not changed: ${changed.status} ${changed.body}`);
      return statuses(
        [
          await validation(attacker, other.access_token ?? ''),
          await refresh(attacker, other.refresh_token ?? ''),
        ],
        [401],
      );
    },
  },
  {
    id: 'L12',
    title: 'a link to set a password that was guessed, made up or used for something else',
    asvs: '6.4.1',
    run: async ({ api, nobody }) => {
      const answers: Answered[] = [];
      for (const token of ['A'.repeat(43), nobody.access, nobody.refresh, '', "' OR '1'='1"]) {
        answers.push(
          await api('POST', '/account_links/use', null, { token, password: 'seven quiet herons' }),
        );
      }
      return statuses(answers, [404, 422]);
    },
  },
  {
    id: 'L15',
    title: 'the code of an authenticator, used by five at the same moment and once more',
    asvs: '6.5.1',
    run: async (attacker) => {
      const { api, person } = attacker;
      const who = await person();
      const path = `/users/${who.id}/factors/totp`;
      const begun = await api('POST', path, who.access, { password: who.password });
      const totp = new TOTP({
        secret: Secret.fromBase32((JSON.parse(begun.body) as { secret: string }).secret),
      });
      const first = totp.generate();
      await api('POST', `${path}/confirmation`, who.access, { code: first });
      const missing = await signIn(attacker, who);
      const replayed = await signIn(attacker, who, first);
      // The next half minute's code is taken early, once.
      const next = totp.generate({ timestamp: Date.now() + 30_000 });
      const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(attacker, who, next)));
      const taken = answers.filter(({ status }) => status === 200).length;
      const refused = statuses([missing, replayed], [401]);
      return {
        expected: `${refused.expected}, at most one taken`,
        got: `${refused.got}, ${taken} taken`,
        holds: refused.holds && taken <= 1 && answers.every(({ status }) => [200, 401, 429].includes(status)),
      };
    },
  },
  {
    id: 'L17',
    title: 'sessions opened in parallel, then ended all together',
    asvs: '7.4.1',
    run: async (attacker) => {
      const who = await attacker.person();
      const opened = await Promise.all(Array.from({ length: 8 }, () => signIn(attacker, who)));
      const tokens = opened.filter(({ status }) => status === 200).map(accessOf);
      const before = statuses(await Promise.all(tokens.map((token) => validation(attacker, token))), [200]);
      await attacker.api('DELETE', '/auth_token/all', who.access);
      const after = statuses(await Promise.all(tokens.map((token) => validation(attacker, token))), [401]);
      return {
        expected: `${before.expected}, then ${after.expected}`,
        got: `${before.got}, then ${after.got}`,
        holds: before.holds && after.holds && tokens.length > 1,
      };
    },
  },
  {
    id: 'L18',
    title: 'the address and the second factors of an account changed without its password',
    asvs: '7.5.1',
    run: async (attacker) => {
      const { api, person } = attacker;
      const who = await person();
      const email = `taken-${Date.now()}@example.com`;
      return statuses(
        [
          await api('PATCH', `/users/${who.id}`, who.access, { email }),
          await api('PATCH', `/users/${who.id}`, who.access, { email, password: 'not the password' }),
          await api('POST', `/users/${who.id}/factors/totp`, who.access, {}),
          await api('POST', `/users/${who.id}/passkeys/options`, who.access, { password: 'wrong' }),
        ],
        [400],
      );
    },
  },
];
