import { randomUUID } from 'node:crypto';
import type { Answered } from './attacker.ts';
import { type AttackCase, statuses } from './outcome.ts';

export const ACCESS_CASES: readonly AttackCase[] = [
  {
    id: 'A1',
    title: 'reading, changing and deleting somebody else',
    asvs: '8.2.2',
    run: async ({ api, nobody, admin }) => {
      const answers = [
        await api('GET', `/users/${admin.id}`, nobody.access),
        await api('PATCH', `/users/${admin.id}`, nobody.access, { name: 'X' }),
        await api('DELETE', `/users/${admin.id}`, nobody.access),
        await api('GET', `/users/${admin.id}/logins`, nobody.access),
        await api('GET', `/users/${admin.id}/sessions`, nobody.access),
        await api('DELETE', `/users/${admin.id}/sessions`, nobody.access),
        await api('GET', `/users/${admin.id}/combined_permissions`, nobody.access),
        await api('POST', `/users/${admin.id}/password`, nobody.access, {
          old_password: 'x',
          new_password: 'y'.repeat(20),
        }),
      ];
      return statuses(answers, [403]);
    },
  },
  {
    id: 'A2',
    title: 'existing and unknown users told apart by who may not see them',
    asvs: '6.3.8',
    run: async ({ api, nobody, admin }) =>
      statuses(
        [
          await api('GET', `/users/${admin.id}`, nobody.access),
          await api('GET', `/users/${randomUUID()}`, nobody.access),
        ],
        [403],
      ),
  },
  {
    id: 'A3',
    title: 'who manages permissions gives himself everything',
    asvs: '8.2.1',
    run: async ({ api, person }) => {
      const manager = await person(['permissions_admin']);
      const answers = [
        await api('POST', `/users/${manager.id}/permissions`, manager.access, { name: 'all_all' }),
        await api('POST', `/users/${manager.id}/roles`, manager.access, { name: 'administrator' }),
        await api('POST', '/roles', manager.access, { name: `r${Date.now()}`, parents: ['administrator'] }),
        await api('PATCH', '/roles/viewer', manager.access, { permissions: ['all_all'] }),
      ];
      return statuses(answers, [403]);
    },
  },
  {
    id: 'A4',
    title: 'fields that are nobody’s to set',
    asvs: '15.3.3',
    run: async ({ api, nobody }) => {
      const answers = [
        await api('PATCH', `/users/${nobody.id}`, nobody.access, { roles: ['administrator'] }),
        await api('PATCH', `/users/${nobody.id}`, nobody.access, { enabled: true }),
        await api('PATCH', `/users/${nobody.id}`, nobody.access, { id: randomUUID() }),
        await api('PATCH', `/users/${nobody.id}`, nobody.access, { password_hash: 'x' }),
      ];
      return statuses(answers, [403, 422]);
    },
  },
  {
    id: 'A5',
    title: 'the last administrator loses his rights',
    asvs: '8.2.1',
    run: async ({ api, admin }) =>
      statuses([await api('DELETE', '/roles/administrator/permissions/all_all', admin.access)], [409]),
  },
  {
    id: 'Q1',
    title: 'permission queries that mean two things, or nothing',
    asvs: '15.3.7',
    run: async ({ api, admin }) => {
      const base = `/users/${admin.id}/combined_permissions/validation`;
      const deep = `${'{"all":['.repeat(20)}"a"${']}'.repeat(20)}`;
      const queries = [
        '{}',
        '{"all":[]}',
        '{"any":["a"],"all":["b"]}',
        '{"any":["a"],"any":["b"]}',
        '{"some":["a"]}',
        '{"any":"abc"}',
        '["a"]',
        'null',
        'a',
        deep,
        JSON.stringify({ any: Array(200).fill('a') }),
        '{"__proto__":["a"]}',
      ];
      const answers: Answered[] = [];
      for (const query of queries)
        answers.push(await api('GET', `${base}?permissions=${encodeURIComponent(query)}`, admin.access));
      answers.push(await api('GET', `${base}?permissions=%22a%22&permissions=%22b%22`, admin.access));
      answers.push(await api('GET', base, admin.access));
      return statuses(answers, [400]);
    },
  },
  {
    id: 'Q2',
    title: 'statements of SQL where an id or a name is expected',
    asvs: '1.2.4',
    run: async ({ api, admin }) => {
      const text = encodeURIComponent("' OR '1'='1'; --");
      const answers = [
        await api('GET', `/users/${text}`, admin.access),
        await api('GET', `/roles/${text}`, admin.access),
        await api('GET', `/users/${text}/combined_permissions`, admin.access),
        await api('GET', `/events?limit=1&cursor=${text}`, admin.access),
      ];
      return statuses(answers, [400, 404]);
    },
  },
  {
    id: 'R1',
    title: 'a spent refresh token, long after: the session ends for both',
    asvs: '10.4.5',
    run: async ({ api, person }) => {
      const victim = await person();
      const first = await api('POST', '/auth_token/token_refresh', victim.refresh);
      const next = (JSON.parse(first.body) as { refresh_token: string }).refresh_token;
      const second = await api('POST', '/auth_token/token_refresh', next);
      const reused = await api('POST', '/auth_token/token_refresh', victim.refresh);
      const current = (JSON.parse(second.body) as { refresh_token: string }).refresh_token;
      const after = await api('POST', '/auth_token/token_refresh', current);
      const [went, refused] = [statuses([first, second], [200]), statuses([reused, after], [401])];
      return {
        expected: `${went.expected}; ${refused.expected}`,
        got: `${went.got}; ${refused.got}`,
        holds: went.holds && refused.holds,
      };
    },
  },
  {
    id: 'S1',
    title: 'destinations inside, by address, by name and in other spellings',
    asvs: '1.3.6',
    run: async ({ api, admin }) => {
      const urls = [
        'https://169.254.169.254/latest/meta-data/',
        'https://[::ffff:169.254.169.254]/',
        'https://10.0.0.1/',
        'https://[fd00::1]/',
        'https://0x7f.1/x',
        'https://user:pass@example.com/',
        'file:///etc/passwd',
        'gopher://example.com/',
      ];
      const answers: Answered[] = [];
      for (const url of urls) {
        const name = `attack ${randomUUID()}`;
        answers.push(
          await api('POST', '/destinations', admin.access, { name, kind: 'http', config: { url } }),
        );
      }
      return statuses(answers, [422]);
    },
  },
];
