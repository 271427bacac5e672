import { beforeAll, describe, expect, it } from 'vitest';
import { GET, POST } from '#app/api/auth/[...nextauth]/route.ts';
import { GET as me } from '#app/api/v1/me/route.ts';
import { sessionCookieName } from '#lib/http/session-cookie.ts';
import { clock } from '#lib/platform/clock.ts';
import { prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
let person: Person;
beforeAll(async () => {
  person = await makePerson('vera', ['viewer']);
});

const cookiesOf = (answer: Answer): Map<string, string> =>
  new Map(
    answer.headers.getSetCookie().map((line) => {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
const header = (cookies: Map<string, string>): Record<string, string> => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
});
type Door = Parameters<typeof callRoute>[0];
const door = (route: typeof GET): Door => route as unknown as Door;
const params = (...nextauth: string[]) => ({ nextauth }) as unknown as Record<string, string>;

/** The page's own two steps: a CSRF token, then the form. */
async function post(action: string[], fields: Record<string, string>, cookies = new Map<string, string>()) {
  const csrf = await callRoute(door(GET), { params: params('csrf'), headers: header(cookies) });
  const jar = new Map([...cookies, ...cookiesOf(csrf)]);
  const form = new URLSearchParams({ csrfToken: String(csrf.body.csrfToken), json: 'true', ...fields });
  return callRoute(door(POST), {
    method: 'POST',
    params: params(...action),
    body: form.toString(),
    headers: { ...header(jar), 'content-type': 'application/x-www-form-urlencoded' },
  });
}

const signIn = (fields: Record<string, string> = {}) =>
  post(['callback', 'credentials'], { email: person.email, password: person.password, ...fields });
const sessionOf = (answer: Answer): Map<string, string> =>
  new Map([[sessionCookieName(), cookiesOf(answer).get(sessionCookieName()) ?? '']]);
const whoAmI = (cookies: Map<string, string>, headers: Record<string, string> = {}) =>
  callRoute(me, { headers: { ...header(cookies), ...headers } });

describe('200', () => {
  it('signs in, sets an opaque cookie that scripts cannot read, and names an own path', async () => {
    const answer = await signIn({ callbackUrl: '/events?status=failed' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ url: '/events?status=failed' });
    const line =
      answer.headers.getSetCookie().find((each) => each.startsWith(`${sessionCookieName()}=`)) ?? '';
    expect(line).toMatch(/^eye-session=[\w-]{43};/);
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=Lax/i);
    const self = await whoAmI(sessionOf(answer));
    expect(self.status).toBe(200);
    expect(self.body.user).toEqual({ id: person.id, email: person.email, name: 'vera' });
    expect(self.body.permissions).toContain('events:read');
    expect(self.body.permissions).not.toContain('patterns:write');
  });

  it('keeps nothing in the database that would open the session', async () => {
    const cookie = sessionOf(await signIn()).get(sessionCookieName()) as string;
    const rows = await prisma().session.findMany({ where: { userId: person.id } });
    expect(JSON.stringify(rows)).not.toContain(cookie);
    expect(rows.some((row) => Buffer.from(row.tokenHash).toString('base64url') === cookie)).toBe(false);
  });

  it('reads the session without prolonging its life in the database', async () => {
    const cookies = sessionOf(await signIn());
    const read = await callRoute(door(GET), { params: params('session'), headers: header(cookies) });
    expect(read.body).toMatchObject({ user: { email: person.email } });
    expect(cookiesOf(read).get(sessionCookieName())).toBe(cookies.get(sessionCookieName()));
  });

  it.each([
    '//evil.example',
    'https:evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'https://evil.example',
  ])('never leads to %s after the sign-in', async (callbackUrl) => {
    const { url } = (await signIn({ callbackUrl })).body;
    expect(new URL(String(url), 'http://localhost:3000').host).toBe('localhost:3000');
    expect(url).toMatch(/^\/(?![/\\])/);
  });
});

describe('sign-out', () => {
  it('kills the session: a cookie captured before is refused afterwards, everywhere', async () => {
    const cookies = sessionOf(await signIn());
    expect((await whoAmI(cookies)).status).toBe(200);
    const out = await post(['signout'], { callbackUrl: '/sign-in' }, cookies);
    expect(out.status).toBe(200);
    expect(out.body).toEqual({ url: '/sign-in' });
    expect((await whoAmI(cookies)).status).toBe(401);
    const session = await callRoute(door(GET), { params: params('session'), headers: header(cookies) });
    expect(session.body).toEqual({});
    const trail = await prisma().auditEntry.findFirst({
      where: { action: 'sessions.revoke' },
      orderBy: { id: 'desc' },
    });
    expect(trail).toMatchObject({ actorName: person.email, subjectType: 'session' });
  });
});

describe('401', () => {
  it('answers a wrong password and an unknown user alike, with nothing about it in an address', async () => {
    const wrong = await signIn({ password: 'not the password' });
    const unknown = await signIn({ email: 'nobody@example.com' });
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    expect(wrong.headers.get('location')).toBeNull();
    expect(cookiesOf(wrong).has(sessionCookieName())).toBe(false);
  });

  it('ends a session that idled for half an hour, and any session after twelve', async () => {
    const cookies = sessionOf(await signIn());
    const real = clock.now;
    const start = Date.now();
    const at = (minutes: number): void => {
      clock.now = () => new Date(start + minutes * 60_000);
    };
    try {
      at(29);
      expect((await whoAmI(cookies)).status).toBe(200);
      at(58);
      expect((await whoAmI(cookies)).status).toBe(200);
      at(89);
      expect((await whoAmI(cookies)).status).toBe(401);
      const other = sessionOf(await signIn());
      for (let minutes = 89; minutes < 89 + 720; minutes += 20) {
        at(minutes);
        expect((await whoAmI(other)).status).toBe(200);
      }
      at(89 + 721);
      expect((await whoAmI(other)).status).toBe(401);
    } finally {
      clock.now = real;
    }
  });

  it('ends every session of a user who is disabled', async () => {
    const cookies = sessionOf(await signIn());
    await prisma().user.update({ where: { id: person.id }, data: { enabled: false } });
    expect((await whoAmI(cookies)).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    await prisma().user.update({ where: { id: person.id }, data: { enabled: true } });
  });

  it.each(['', 'x', 'A'.repeat(43), '%E0%A4%A'])('refuses the cookie "%s"', async (cookie) => {
    expect((await whoAmI(new Map([[sessionCookieName(), cookie]]))).status).toBe(401);
  });
});

describe('403', () => {
  it('refuses a sign-in form without its CSRF token', async () => {
    const answer = await callRoute(door(POST), {
      params: params('callback', 'credentials'),
      body: { email: person.email, password: person.password, json: true },
    });
    expect(answer.status).toBe(403);
    expect(cookiesOf(answer).has(sessionCookieName())).toBe(false);
  });
});

describe('404', () => {
  it.each([['providers'], ['_log'], ['signin'], ['callback', 'other']])(
    'has no door %s',
    async (...action) => {
      const answer = await callRoute(door(POST), { method: 'POST', params: params(...action) });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );
});

describe('422', () => {
  it('names the missing field', async () => {
    const answer = await post(['callback', 'credentials'], { email: person.email });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path: 'password' }]);
  });
});

describe('429', () => {
  it('tells the form when to try again after five wrong passwords', async () => {
    const email = 'guessed@example.com';
    for (let tries = 0; tries < 5; tries++) expect((await signIn({ email })).status).toBe(401);
    const answer = await signIn({ email });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});

describe('303', () => {
  it('leads a form without script onward, and back with no more than a code', async () => {
    const plain = { json: 'false', callbackUrl: '/findings' };
    const right = await signIn(plain);
    expect([right.status, right.headers.get('location')]).toEqual([303, '/findings']);
    const wrong = await signIn({ ...plain, password: 'not the password' });
    expect([wrong.status, wrong.headers.get('location')]).toEqual([303, '/sign-in?error=unauthenticated']);
  });
});
