import { beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#lib/http/openapi.ts';
import { apiRoutes } from '#tests/support/api-routes.ts';

type Operation = {
  summary: string;
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: { properties?: Record<string, unknown> } }> };
  'x-permission': string | null;
};
let paths: Record<string, Record<string, Operation>>;
beforeAll(async () => {
  paths = ((await openApiDocument()) as { paths: typeof paths }).paths;
});

it('describes every route there is, with the permission it asks for', async () => {
  const routes = (await apiRoutes()).filter(
    ({ path, method }) => method !== 'OPTIONS' && !path.includes('[...') && !path.includes('[['),
  );
  expect(routes.length).toBeGreaterThan(100);
  for (const { path, method, handler } of routes) {
    const operation = paths[path.replace(/\[(\w+)\]/g, '{$1}')]?.[method.toLowerCase()];
    expect([method, path, operation?.['x-permission']]).toEqual([method, path, handler.endpoint.permission]);
  }
});

describe('an operation', () => {
  it('says what comes in, as the endpoint takes it', () => {
    const operation = paths['/api/v1/users/{id}/password']?.post;
    expect(operation?.parameters).toMatchObject([{ name: 'id', in: 'path' }]);
    const { properties } = operation?.requestBody?.content['application/json']?.schema ?? {};
    expect(properties).toMatchObject({ new_password: { type: 'string', minLength: 8, maxLength: 128 } });
    const listed = paths['/api/v1/findings']?.get?.parameters.map(({ name }) => name);
    expect(listed).toEqual(expect.arrayContaining(['severity', 'state', 'limit', 'cursor']));
  });

  it('is told in the words that stand above its verb', () => {
    expect(paths['/api/v1/users/{id}/password']?.post?.summary).toMatch(/^Changes the caller's own password/);
    const all = Object.values(paths).flatMap((operations) => Object.values(operations));
    const without = all.filter(({ summary }) => summary === '');
    expect(without.length / all.length).toBeLessThan(0.35);
  });
});
