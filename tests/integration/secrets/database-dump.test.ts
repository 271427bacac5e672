import { beforeAll, expect, it } from 'vitest';
import { POST as rotate } from '#app/api/v1/clients/[id]/rotate/route.ts';
import { POST as testToken } from '#app/api/v1/clients/[id]/test_token/route.ts';
import { POST as createClient } from '#app/api/v1/clients/route.ts';
import { PATCH as changeDestination } from '#app/api/v1/destinations/[id]/route.ts';
import { POST as createDestination } from '#app/api/v1/destinations/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as refresh } from '#app/api/v1/sessions/refresh/route.ts';
import { POST as open } from '#app/api/v1/sessions/route.ts';
import { POST as changePassword } from '#app/api/v1/users/[id]/password/route.ts';
import { currentSigningKey } from '#lib/auth/signing-keys.ts';
import { flushClientUses } from '#lib/clients/note-client-use.ts';
import { flushRefusedCalls } from '#lib/clients/refusals/note-refused-call.ts';
import { pool } from '#lib/platform/db.ts';
import { flushWarnings } from '#lib/warnings/note-warning.ts';
import { type Call, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson } from '#tests/support/people.ts';

useTestDatabase();

const secrets: Record<string, string> = {};
type Handler = Parameters<typeof callRoute>[0];

/** Everything that somebody is told or tells and that opens a door, after each of them was used. */
beforeAll(async () => {
  const ada = await makePerson('ada', ['administrator']);
  Object.assign(secrets, { 'a password': ada.password, 'a user’s access token': ada.token });
  secrets['a user’s refresh token'] = ada.refreshToken;
  const ask = async (route: Handler, call: Call, status: number): Promise<Record<string, string>> => {
    const answer = await callRoute(route, { token: ada.token, ...call });
    expect(answer.status).toBe(status);
    return answer.body as Record<string, string>;
  };
  const newPassword = 'a password that is new to ada';
  const change = { old_password: ada.password, new_password: newPassword };
  secrets['a new password'] = newPassword;
  const client = await ask(createClient, { body: { name: 'billing' } }, 201);
  const params = { id: client.client_id as string };
  const rotated = await ask(rotate, { params, body: { overlap: '24h' } }, 201);
  const minted = await ask(testToken, { params, method: 'POST' }, 201);
  const session = await ask(open, { body: { authId: client.auth_id, secret: client.secret } }, 201);
  const renewed = await ask(refresh, { body: { refresh_token: session.refresh_token } }, 200);
  const wrong = { authId: client.auth_id, secret: 'a-wrong-session-secret' };
  await ask(open, { body: wrong }, 401);
  for (const token of [minted.token, session.access_token])
    await ask(sendEvent, { token: token as string, body: { name: 'x' } }, 202);
  await ask(sendEvent, { token: minted.token as string, body: '{"name":' }, 400);
  await ask(sendEvent, { token: `${minted.token}x`, body: { name: 'x' } }, 401);
  const headers = { 'x-key': 'the-key-of-a-header-0123456789' };
  const config = { url: 'https://example.com/hook', headers };
  const hook = await ask(createDestination, { body: { name: 'hook', kind: 'http', config } }, 201);
  const changed = { config: { ...config, headers: { 'x-key': 'another-key-of-a-header-0123456789' } } };
  await ask(changeDestination, { method: 'PATCH', params: { id: hook.id as string }, body: changed }, 200);
  Object.assign(secrets, {
    'a secret key': client.secret_key,
    'a session secret': client.secret,
    'a rotated secret key': rotated.secret_key,
    'a test token': minted.token,
    'an access token': session.access_token,
    'a refresh token': session.refresh_token,
    'a renewed access token': renewed.access_token,
    'a renewed refresh token': renewed.refresh_token,
    'a wrong session secret': wrong.secret,
    'a header': headers['x-key'],
    'a changed header': changed.config.headers['x-key'],
    'a signing secret': hook.signing_secret,
    'a private key': String((await currentSigningKey()).privateKey.export({ format: 'jwk' }).d),
    'an encryption key': String(process.env.ENCRYPTION_KEYS).slice(2),
    'the server’s secret': String(process.env.SESSION_SECRET),
  });
  await ask(changePassword, { params: { id: ada.id }, body: change }, 200);
  await Promise.all([flushClientUses(), flushRefusedCalls(), flushWarnings()]);
});

/** Every row of every table, as a dump writes it: text as it is, bytes as hex. */
async function dump(): Promise<{ text: string; tables: number }> {
  const { rows: tables } = await pool().query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool().query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return { text: texts.join('\n'), tables: tables.length };
}

it('a dump of the database alone is useless: it holds no secret, in no spelling', async () => {
  const { text, tables } = await dump();
  expect(tables).toBeGreaterThan(20);
  for (const known of ['billing', 'eyesk_', 'https://example.com/hook']) expect(text).toContain(known);
  expect(Object.keys(secrets).length).toBeGreaterThan(15);
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(10);
    const bytes = Buffer.from(secret);
    for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const)
      expect(text.includes(bytes.toString(encoding)), `${name} in ${encoding}`).toBe(false);
    // Of a token, the part that signs is the secret; of a PEM or a key, its text.
    for (const part of secret.split('.').filter((one) => one.length > 40))
      expect(text.includes(part), `a part of ${name}`).toBe(false);
  }
});
