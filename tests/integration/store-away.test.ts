import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GET, POST } from '#app/api/auth/[...nextauth]/route.ts';
import { GET as ready } from '#app/api/health/ready/route.ts';
import { GET as me } from '#app/api/v1/me/route.ts';
import { sessionCookieName } from '#lib/http/session-cookie.ts';
import { prisma } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type DatabaseProxy, startDatabaseProxy } from '#tests/support/database-proxy.ts';
import { quietLog, until } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

const database = useTestDatabase();
let proxy: DatabaseProxy;
let person: Person;
beforeAll(async () => {
  proxy = await startDatabaseProxy(database.url);
  process.env.DATABASE_URL = proxy.url;
  forgetSingleton('env');
  person = await makePerson('vera', ['viewer']);
});
/** A connection that broke meanwhile may still stand in the pool for a moment. */
async function giveBack(): Promise<void> {
  proxy.restore();
  await until(() => prisma().user.count());
}
afterEach(giveBack);
afterAll(() => proxy[Symbol.asyncDispose]());
const quiet = quietLog();
afterAll(() => quiet[Symbol.dispose]());

type Door = Parameters<typeof callRoute>[0];
const [get, post] = [GET, POST] as unknown as [Door, Door];
const params = (...nextauth: string[]) => ({ nextauth }) as unknown as Record<string, string>;
const cookiesOf = (answer: Answer): string[] =>
  answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');

type Console = { cookie: string; csrfToken: string };
const submit = ({ cookie, csrfToken }: Console, action: string[], fields: Record<string, string>) =>
  callRoute(post, {
    method: 'POST',
    params: params(...action),
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, ...fields }).toString(),
  });

async function openConsole(): Promise<Console> {
  const csrf = await callRoute(get, { params: params('csrf') });
  const form = { cookie: cookiesOf(csrf).join('; '), csrfToken: String(csrf.body.csrfToken) };
  const { email, password } = person;
  const answer = await submit(form, ['callback', 'credentials'], { email, password, json: 'true' });
  expect(answer.status).toBe(200);
  return { ...form, cookie: [...cookiesOf(csrf), ...cookiesOf(answer)].join('; ') };
}

const expectAway = ({ status, headers, body }: Answer): void => {
  expect([status, headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  expect(headers.get('retry-after')).toBe('2');
  expect(headers.getSetCookie().filter((line) => line.startsWith(sessionCookieName()))).toEqual([]);
  expect(body.detail).toBe('The store cannot be reached at the moment.');
};
const whoAmI = ({ cookie }: Console) => callRoute(me, { headers: { cookie } });

describe('while the store is away', () => {
  it('a session that cannot be looked up has not ended', async () => {
    const signedIn = await openConsole();
    proxy.cut();
    expectAway(await callRoute(get, { params: params('session'), headers: { cookie: signedIn.cookie } }));
    expectAway(await whoAmI(signedIn));
    await giveBack();
    expect((await whoAmI(signedIn)).status).toBe(200);
  });

  it('nobody is told that he is signed out', async () => {
    const signedIn = await openConsole();
    proxy.cut();
    expectAway(await submit(signedIn, ['signout'], { json: 'true' }));
    const byForm = await submit(signedIn, ['signout'], {});
    expect([byForm.status, byForm.headers.get('location')]).toEqual([303, '/sign-in?error=unavailable']);
    expect(byForm.headers.getSetCookie()).toEqual([]);
    await giveBack();
    expect((await whoAmI(signedIn)).status).toBe(200);
    expect((await submit(signedIn, ['signout'], { json: 'true' })).status).toBe(200);
    expect((await whoAmI(signedIn)).status).toBe(401);
  });

  it('the readiness is answered soon, also by a store that says nothing', async () => {
    expect((await callRoute(ready)).status).toBe(200);
    for (const take of [proxy.cut, proxy.hold]) {
      take();
      const from = performance.now();
      const { status, body } = await callRoute(ready);
      expect([status, body.detail]).toEqual([503, 'The database cannot be reached.']);
      expect(performance.now() - from).toBeLessThan(3_000);
      await giveBack();
    }
  });
});
