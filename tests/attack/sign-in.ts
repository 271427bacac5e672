import type { Answered } from './attacker.ts';
import { type AttackCase, statuses } from './outcome.ts';

const MOST_HASHES = 25;

export const SIGN_IN_CASES: readonly AttackCase[] = [
  {
    id: 'L2',
    title: 'known and unknown addresses told apart by the answer to a wrong password',
    asvs: '6.3.8',
    run: async ({ api, nobody }) => {
      const wrong = { password: 'not the password' };
      const known = await api('POST', '/auth_token', null, { email: nobody.email, ...wrong });
      const unknown = await api('POST', '/auth_token', null, {
        email: `x${Date.now()}@example.com`,
        ...wrong,
      });
      const plain = ({ body }: Answered) =>
        JSON.stringify({ ...(JSON.parse(body) as object), requestId: null });
      const same = plain(known) === plain(unknown);
      const both = statuses([known, unknown], [409]);
      return {
        ...both,
        got: `${both.got}, ${same ? 'the same words' : 'other words'}`,
        holds: both.holds && same,
      };
    },
  },
  {
    id: 'L1',
    title: '200 wrong passwords at once',
    asvs: '6.3.1',
    run: async ({ api, nobody }) => {
      const tries = Array.from({ length: 200 }, (_, i) =>
        api('POST', '/auth_token', null, { email: nobody.email, password: `wrong ${i}` }),
      );
      const answers = await Promise.all(tries);
      const looked = answers.filter(({ status }) => status === 409).length;
      const all = statuses(answers, [409, 429, 503]);
      return {
        expected: `${all.expected}, at most ${MOST_HASHES} looked at`,
        got: `${all.got}, ${looked} looked at`,
        holds: all.holds && looked <= MOST_HASHES,
      };
    },
  },
];
