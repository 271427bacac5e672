import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as testToken } from '#app/api/v1/clients/[id]/test_token/route.ts';
import { POST as makeClient } from '#app/api/v1/clients/route.ts';
import { GET as listEvents, POST as sendEvent } from '#app/api/v1/events/route.ts';
import { signingSnippets, tokenSnippets } from '#components/clients/snippets.ts';
import { flushRefusedCalls } from '#lib/clients/refusals/note-refused-call.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { INTERPRETERS, runSnippet, snippetIn } from '#tests/support/run-snippet.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

useTestDatabase();

const LABELS = Object.keys(INTERPRETERS);
const LIFETIME_SECONDS = 540;

let admin: Person;
let served: Served;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  served = await serveRoutes({ 'POST /api/v1/events': sendEvent }, { fastLane: true });
});
afterAll(() => served[Symbol.asyncDispose]());

type Made = { client_id: string; secret_key: string; category: string };
let named = 0;
/** Takes one category alone, and no token that lives longer than the snippet's. */
async function create(): Promise<Made> {
  const category = `it's "an" order ${named}`;
  const settings = { allowed_categories: [category], max_token_lifetime_seconds: LIFETIME_SECONDS };
  const body = { name: `client ${named++}`, ...settings };
  const answer = await callRoute(makeClient, { token: admin.token, body });
  expect(answer.status).toBe(201);
  return { ...(answer.body as Omit<Made, 'category'>), category };
}
const signingOf = ({ client_id, secret_key, category }: Made) => ({
  baseUrl: served.origin,
  clientId: client_id,
  secretKey: secret_key,
  category,
  lifetimeSeconds: LIFETIME_SECONDS,
});
const eventsOf = async ({ client_id }: Made) =>
  (await callRoute(listEvents, { token: admin.token, path: `/?client=${client_id}` })).body.items;

describe('as pasted, against the server and its real address', { timeout: 60_000 }, () => {
  it.each(LABELS)('the %s snippet that signs has its event stored', async (label) => {
    const made = await create();
    const output = await runSnippet(label, snippetIn(label, signingSnippets(signingOf(made))));
    expect(output).toContain('202');
    const events = await eventsOf(made);
    expect(events).toMatchObject([{ name: 'greeting', category: made.category }]);
    expect(output).toContain((events as { id: string }[])[0]?.id);
  });

  it.each(LABELS)('the %s snippet with a test token has its event stored', async (label) => {
    const made = await create();
    const call = { method: 'POST', token: admin.token, params: { id: made.client_id } };
    const { body } = await callRoute(testToken, call);
    const snippets = tokenSnippets({
      baseUrl: served.origin,
      token: String(body.token),
      category: made.category,
    });
    expect(await runSnippet(label, snippetIn(label, snippets))).toContain('202');
    expect(await eventsOf(made)).toMatchObject([{ name: 'greeting', category: made.category }]);
  });

  it.each(LABELS)('the %s snippet with a wrong key shows the refusal, which is counted', async (label) => {
    const made = await create();
    const wrong = signingSnippets(signingOf({ ...made, secret_key: 'eyesk_another' }));
    const output = await runSnippet(label, snippetIn(label, wrong)).catch(
      (error: { code?: number; stdout?: string; stderr?: string }) => `${error.stdout} ${error.stderr}`,
    );
    expect(output).toContain('401');
    expect(await eventsOf(made)).toEqual([]);
    await flushRefusedCalls();
    const { rows } = await pool().query(
      'SELECT reason, count::int FROM client_refusals WHERE client_id = $1',
      [made.client_id],
    );
    expect(rows).toEqual([{ reason: 'wrong_signature', count: 1 }]);
  });
});
