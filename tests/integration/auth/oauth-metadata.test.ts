import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { POST as introspect } from '#app/oauth/introspect/route.ts';
import { POST as revoke } from '#app/oauth/revoke/route.ts';
import { POST as grant } from '#app/oauth/token/route.ts';
import { prisma } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

useTestDatabase();
let served: Served;
beforeAll(async () => {
  const routes = {
    'POST /oauth/token': grant,
    'POST /oauth/introspect': introspect,
    'POST /oauth/revoke': revoke,
  };
  served = await serveRoutes(routes, { fastLane: true });
  await prisma().client.count();
});
afterAll(() => served[Symbol.asyncDispose]());
const { PUBLIC_URL } = env();
afterEach(() => {
  env().PUBLIC_URL = PUBLIC_URL;
});

const read = async (): Promise<Record<string, string>> => {
  const answer = await fetch(`${served.origin}/.well-known/oauth-authorization-server`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  return (await answer.json()) as Record<string, string>;
};

it('names the issuer, the endpoints and what they take', async () => {
  env().PUBLIC_URL = 'https://eye.example/';
  expect(await read()).toEqual({
    issuer: 'https://eye.example/',
    token_endpoint: 'https://eye.example/oauth/token',
    introspection_endpoint: 'https://eye.example/oauth/introspect',
    revocation_endpoint: 'https://eye.example/oauth/revoke',
    jwks_uri: 'https://eye.example/.well-known/jwks.json',
    scopes_supported: ['authz:check'],
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
    revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  });
});

it('leads a client that knows its address alone to a token that verifies by it, and to its end', async () => {
  env().PUBLIC_URL = served.origin;
  const { issuer, token_endpoint, introspection_endpoint, revocation_endpoint, jwks_uri } = await read();
  const { id, secretKey } = await makeClient({ scopes: ['authz:check'] });
  const headers = { authorization: `Basic ${btoa(`${id}:${secretKey}`)}` };
  const post = (url: string | undefined, form: Record<string, string>) =>
    fetch(String(url), { method: 'POST', headers, body: new URLSearchParams(form) });
  const granted = await post(token_endpoint, { grant_type: 'client_credentials' });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const keys = createRemoteJWKSet(new URL(String(jwks_uri)));
  const { payload } = await jwtVerify(token, keys, { issuer: String(issuer), typ: 'at+jwt' });
  expect(payload.sub).toBe(id);
  const isActive = async () => (await (await post(introspection_endpoint, { token })).json()).active;
  expect(await isActive()).toBe(true);
  expect((await post(revocation_endpoint, { token })).status).toBe(200);
  expect(await isActive()).toBe(false);
});
