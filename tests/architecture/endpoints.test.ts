import { beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '#lib/auth/permissions.ts';
import { routeMethods } from '#lib/http/route-methods.ts';
import { apiRoutes, PARAMS, WRITES } from '#tests/support/api-routes.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

const routes = await apiRoutes();
const named = routes.map((route) => ({ ...route, title: `${route.method} ${route.path}` }));

/** Writes by anybody who is signed in, about himself alone. */
const ABOUT_ONESELF = [
  'DELETE /api/v1/auth_token',
  'DELETE /api/v1/auth_token/all',
  'POST /api/v1/users/[id]/password',
  // One's own; anybody else's needs users:write, which the verb asks for.
  'DELETE /api/v1/users/[id]/sessions',
  'DELETE /api/v1/users/[id]/sessions/[session]',
  'DELETE /api/v1/users/[id]',
  'PATCH /api/v1/users/[id]',
  'POST /api/v1/users/[id]/email_verification',
  'POST /api/v1/users/[id]/factors/totp',
  'POST /api/v1/users/[id]/factors/totp/confirmation',
  'POST /api/v1/users/[id]/factors/recovery_codes',
  'POST /api/v1/users/[id]/passkeys',
  'POST /api/v1/users/[id]/passkeys/options',
  // One's own with the password; anybody else's needs users:write, which the verb asks for.
  'POST /api/v1/users/[id]/factors/totp/removal',
  'POST /api/v1/users/[id]/passkeys/[passkey]/removal',
  // Questions, which change nothing: about oneself, or, as the verb asks, by who manages permissions.
  'POST /api/v1/permission_checks',
  'POST /api/v1/users/[id]/combined_permissions/validation',
];

let admin: Person;
let viewer: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});

it('finds the routes', () => {
  expect(routes.length).toBeGreaterThan(25);
});

const byPath = Map.groupBy(routes, ({ path }) => path);

it.each([...byPath.keys()])('the methods of %s are named as it exports them', (path) => {
  const exported = byPath.get(path)?.map(({ method }) => method as string) ?? [];
  const answered = new Set([...exported, 'OPTIONS', ...(exported.includes('GET') ? ['HEAD'] : [])]);
  const address = path.replace(/\[\[?\.\.\.\w+\]?\]/, 'no/such/path').replace(/\[(\w+)\]/g, 'some-$1');
  expect(routeMethods(address)?.toSorted()).toEqual([...answered].toSorted());
});

it('an address without a route has no methods, and one by its name goes before one by a parameter', () => {
  expect(routeMethods('/clients')).toBeNull();
  expect(routeMethods('/api')).toEqual(routeMethods('/api/v1/none'));
  expect(routeMethods('/api/v1/events/stats')).toEqual(['GET', 'HEAD', 'OPTIONS']);
});

describe.each(named)('$title', ({ title, path, method, handler }) => {
  const { endpoint } = handler;

  it('declares who may call and with which permission', () => {
    expect(endpoint, 'is not made by endpoint()').toBeDefined();
    expect([
      'user',
      'client',
      'source',
      'user_or_client',
      'user_or_registrant',
      'none',
      'refresh_token',
      'oauth',
    ]).toContain(endpoint.identity);
    if (endpoint.permission !== null) expect(Object.keys(PERMISSIONS)).toContain(endpoint.permission);
    const isUsersWrite = WRITES.includes(method) && endpoint.identity === 'user';
    if (isUsersWrite && !ABOUT_ONESELF.includes(title)) expect(endpoint.permission).not.toBeNull();
  });

  // A source is known by its signature alone, and which source is meant by the path; its own suite asks it.
  // So does that of OAuth, whose errors have a form of their own.
  if (!['none', 'source', 'oauth'].includes(endpoint?.identity) && method !== 'OPTIONS') {
    it('refuses without an identity', async () => {
      const answer = await callRoute(handler, { method, params: PARAMS });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(answer.body).toMatchObject({ status: 401, requestId: expect.any(String) });
    });
  }

  if (endpoint?.permission?.endsWith(':write')) {
    it('refuses a viewer', async () => {
      const body = method === 'DELETE' ? {} : { body: {} };
      const answer = await callRoute(handler, { method, params: PARAMS, token: viewer.token, ...body });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ permission: endpoint.permission });
    });
  }

  // The accept endpoint asks for a client's token; its own suite feeds it worse than this.
  // The addresses of the earlier systems answer as their clients expect, and their suite says how.
  const isEarlier = /^\/api\/user-sessions/.test(path);
  const asked = !isEarlier && ['user', 'user_or_client', 'none'].includes(endpoint?.identity ?? '');

  if (asked && endpoint?.takesBody) {
    it.each([
      ['{"a":', 400],
      ['[]', 422],
      ['"text"', 422],
      ['{"a":1,"a":2}', 400],
    ])('refuses the body %s with the path of the fault', async (body, status) => {
      const answer = await callRoute(handler, { method, params: PARAMS, token: admin.token, body });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect((answer.body.errors as unknown[])[0]).toEqual({
        path: expect.any(String),
        message: expect.any(String),
      });
      expect(JSON.stringify(answer.body)).not.toMatch(/ at .*\.ts:|SELECT |prisma|node_modules/i);
    });

    it('refuses a body that is no JSON by its type', async () => {
      const headers = { 'content-type': 'text/plain' };
      const answer = await callRoute(handler, {
        method,
        params: PARAMS,
        token: admin.token,
        body: '{}',
        headers,
      });
      expect(answer.status).toBe(415);
    });
  }

  if (asked && endpoint?.takesQuery) {
    it.each(['?limit=0', '?limit=1&limit=2', '?no_such_filter=1', '?cursor=forged', '?__proto__=x'])(
      'refuses the query %s with the path of the fault',
      async (query) => {
        const answer = await callRoute(handler, {
          method,
          params: PARAMS,
          token: admin.token,
          path: `/${query}`,
        });
        expect(answer.status).toBe(400);
        const [fault] = answer.body.errors as { path: string }[];
        expect(query).toContain(fault?.path);
      },
    );
  }

  if (asked && path.includes('[id]')) {
    it('refuses an id that is none', async () => {
      const params = { ...PARAMS, id: "1' OR '1'='1" };
      const body = endpoint?.takesBody ? { body: {} } : {};
      const answer = await callRoute(handler, { method, params, token: admin.token, ...body });
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toMatchObject([{ path: 'id' }]);
    });
  }
});
