import { globSync } from 'node:fs';
import { nonceOf, policyFaults } from '#tests/support/policy-faults.ts';
import type { Answered } from './attacker.ts';
import { type AttackCase, type Outcome, statuses } from './outcome.ts';

const carries = (answers: readonly Answered[], rules: Readonly<Record<string, RegExp>>): Outcome => {
  const missing = answers.flatMap(({ headers }) =>
    Object.entries(rules).flatMap(([name, rule]) => (rule.test(headers[name] ?? '') ? [] : [name])),
  );
  return {
    expected: Object.keys(rules).join(', '),
    got: missing.length === 0 ? 'all there' : `missing or wrong: ${[...new Set(missing)].join(', ')}`,
    holds: missing.length === 0,
  };
};

const UNKNOWN_ID = '01890000-0000-7000-8000-000000000000';

export const WEB_CASES: readonly AttackCase[] = [
  {
    id: 'W1',
    title: 'pages in a frame, of a guessed type, with the address handed on',
    asvs: '3.4.3',
    run: async ({ send }) =>
      carries([await send({ path: '/sign-in' })], {
        'content-security-policy': /frame-ancestors 'none'/,
        'x-content-type-options': /^nosniff$/,
        'referrer-policy': /^no-referrer$/,
        'permissions-policy': /camera=\(\), microphone=\(\), geolocation=\(\)/,
        'cross-origin-opener-policy': /^same-origin$/,
        'cross-origin-resource-policy': /^same-origin$/,
      }),
  },
  {
    id: 'W2',
    title: 'what somebody may see kept by whoever stands in between, or run as a page',
    asvs: '14.3.2',
    run: async ({ api, page, admin }) => {
      const pages = carries([await page('/users')], { 'cache-control': /no-store/ });
      const data = carries(
        [await api('GET', '/users', admin.access), await api('GET', '/auth_token/validation', admin.access)],
        {
          'cache-control': /no-store/,
          'content-security-policy': /^default-src 'none'; frame-ancestors 'none'$/,
        },
      );
      return {
        expected: `${pages.expected}; ${data.expected}`,
        got: `${pages.got}; ${data.got}`,
        holds: pages.holds && data.holds,
      };
    },
  },
  {
    id: 'W3',
    title: 'what made the answer is told',
    asvs: '13.4.6',
    run: async ({ send }) => {
      const { headers } = await send({ path: '/sign-in' });
      const told = ['x-powered-by', 'server'].filter((name) => name in headers);
      return {
        expected: 'neither x-powered-by nor server',
        got: told.join(', ') || 'neither',
        holds: told.length === 0,
      };
    },
  },
  {
    id: 'W4',
    title: 'headers by which the framework talks to itself',
    asvs: '4.1.3',
    run: async ({ send }) => {
      const tries = [
        { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
        { 'x-middleware-subrequest': 'src/middleware' },
        { 'x-nextjs-data': '1' },
        { 'x-forwarded-host': 'evil.example' },
        { 'x-eye-remote-address': '127.0.0.1' },
        { 'next-resume': '1' },
        { 'x-matched-path': '/sign-in', 'x-invoke-path': '/sign-in', 'x-now-route-matches': '1' },
        { forwarded: 'host=evil.example', 'x-forwarded-proto': 'ftp', 'x-forwarded-port': '1' },
        { 'x-nonce': 'evil.example', 'content-security-policy': "script-src 'nonce-evil.example'" },
      ];
      const answers: Answered[] = [];
      for (const headers of tries) answers.push(await send({ path: '/api/v1/users', headers }));
      const pages: Answered[] = [];
      for (const headers of tries) pages.push(await send({ path: '/users', headers }));
      const [apis, shown] = [statuses(answers, [401]), statuses(pages, [302, 303, 307])];
      return {
        expected: `${apis.expected}; ${shown.expected}`,
        got: `${apis.got}; ${shown.got}`,
        holds:
          apis.holds &&
          shown.holds &&
          pages.every(({ headers, body }) => !JSON.stringify([headers, body]).includes('evil.example')),
      };
    },
  },
  {
    id: 'W5',
    title: 'other sites read the API with the reader’s cookies',
    asvs: '3.4.2',
    run: async ({ send }) => {
      const { headers } = await send({
        path: '/api/v1/users',
        headers: { origin: 'https://evil.example', cookie: 'x=y' },
      });
      const allowed = headers['access-control-allow-origin'];
      return {
        expected: 'no access-control-allow-origin',
        got: allowed ?? 'none',
        holds: allowed === undefined && headers['access-control-allow-credentials'] === undefined,
      };
    },
  },
  {
    id: 'W6',
    title: 'scripts that somebody else wrote into a page',
    asvs: '3.4.7',
    run: async ({ page, send }) => {
      const own = globSync('app/(console)/**/page.tsx').map((file) =>
        file
          .replace(/^app\/\(console\)/, '')
          .replace(/\/page\.tsx$/, '')
          .replace('[id]', UNKNOWN_ID),
      );
      const paths = own.map((path) => path || '/');
      const loads: (Answered & { path: string })[] = [];
      for (const path of [...paths, ...paths.slice(0, 1)]) loads.push({ path, ...(await page(path)) });
      for (const path of ['/sign-in', '/sign-in', '/no/such/page'])
        loads.push({ path, ...(await send({ path })) });
      const faults = loads.flatMap(({ path, headers, body }) =>
        policyFaults({ policy: headers['content-security-policy'], html: body }).map(
          (fault) => `${path}: ${fault}`,
        ),
      );
      const nonces = new Set(loads.map(({ headers }) => nonceOf(headers['content-security-policy'])));
      return {
        expected: 'a nonce of its own for each load, on every script',
        got: faults.join(', ') || `${nonces.size} nonces in ${loads.length} loads`,
        holds: paths.length > 0 && faults.length === 0 && nonces.size === loads.length,
      };
    },
  },
  {
    id: 'W7',
    title: 'a name that somebody else pointed here',
    asvs: '4.1.2',
    run: async ({ send }) => {
      const answers: Answered[] = [];
      for (const host of ['evil.example', 'localhost.evil.example', '169.254.169.254']) {
        for (const path of ['/sign-in', '/api/v1/users', '/api/v1/auth_token/validation', '/mark.svg']) {
          answers.push(await send({ path, headers: { host } }));
        }
      }
      // 403 and 404 are what proxies in front say to a name that they do not know.
      return statuses(answers, [400, 403, 404, 421]);
    },
  },
  {
    id: 'B1',
    title: 'bodies that are too large, too deep, ambiguous or of another type',
    asvs: '4.3.1',
    run: async ({ send, admin }) => {
      const post = (body: string, type = 'application/json') =>
        send({
          method: 'POST',
          path: '/api/v1/users',
          headers: { authorization: `Bearer ${admin.access}`, 'content-type': type },
          body,
        });
      const answers = [
        await post(`{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`),
        await post(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
        await post('{"email":"a@example.com","email":"b@example.com"}'),
        await post('{"__proto__":{"roles":["administrator"]},"email":"a@example.com","name":"x"}'),
        await post('email=a', 'application/x-www-form-urlencoded'),
      ];
      return statuses(answers, [400, 413, 415, 422]);
    },
  },
  {
    id: 'B2',
    title: 'targets that two readers would read in two ways',
    asvs: '4.2.1',
    run: async ({ send }) => {
      const paths = ['//evil.example/users', 'http://evil.example/users', '/api/v1/%c0%ae%c0%ae/users', '/%'];
      const answers: Answered[] = [];
      for (const path of paths) answers.push(await send({ path }));
      return statuses(answers, [400]);
    },
  },
];
