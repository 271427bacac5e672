import { beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '#lib/auth/permissions.ts';
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
];

let viewer: Person;
beforeAll(async () => {
  viewer = await makePerson('vera', ['viewer']);
});

it('finds the routes', () => {
  expect(routes.length).toBeGreaterThan(25);
});

describe.each(named)('$title', ({ title, method, handler }) => {
  const { endpoint } = handler;

  it('declares who may call and with which permission', () => {
    expect(endpoint, 'is not made by endpoint()').toBeDefined();
    expect(['user', 'client', 'user_or_client', 'none', 'refresh_token']).toContain(endpoint.identity);
    if (endpoint.permission !== null) expect(Object.keys(PERMISSIONS)).toContain(endpoint.permission);
    const isUsersWrite = WRITES.includes(method) && endpoint.identity === 'user';
    if (isUsersWrite && !ABOUT_ONESELF.includes(title)) expect(endpoint.permission).not.toBeNull();
  });

  if (endpoint?.identity !== 'none' && method !== 'OPTIONS') {
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
});
