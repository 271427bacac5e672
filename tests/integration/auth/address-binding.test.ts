import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as signIn } from '#app/api/v1/auth_token/route.ts';
import { POST as refresh } from '#app/api/v1/auth_token/token_refresh/route.ts';
import { prisma } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson } from '#tests/support/people.ts';

useTestDatabase();

const bind = (policy: string | undefined) => {
  if (policy === undefined) delete process.env.ADDRESS_BINDING;
  else process.env.ADDRESS_BINDING = policy;
  forgetSingleton('env');
};
let count = 0;
beforeEach(() => prisma().loginThrottle.deleteMany());
afterAll(() => bind(undefined));

/** Signs in from one address and says what a refresh from another is answered. */
async function renewedFrom(policy: string | undefined, home: string, away: string): Promise<number> {
  bind(policy);
  const { email, password } = await makePerson(`person-${++count}`, []);
  const pair = await callRoute(signIn, { body: { email, password }, address: home });
  const call = { method: 'POST', token: pair.body.refresh_token as string };
  const status = (await callRoute(refresh, { ...call, address: away })).status;
  // Whatever was said, the token was not spent by a refusal.
  if (status === 403) expect((await callRoute(refresh, { ...call, address: home })).status).toBe(200);
  return status;
}

describe('a refresh token', () => {
  it.each([
    [undefined, '203.0.113.1', '203.0.113.2', 403],
    ['prefix', '2001:db8:0:1::1', '2001:db8:0:1::2', 200],
    ['prefix', '2001:db8:0:1::1', '2001:db8:0:2::1', 403],
    ['prefix', '203.0.113.1', '::ffff:203.0.113.1', 200],
    ['strict', '2001:db8:0:1::1', '2001:db8:0:1::2', 403],
    ['strict', '203.0.113.1', '203.0.113.1', 200],
    ['strict', '203.0.113.1', '::ffff:203.0.113.1', 200],
    ['strict', '203.0.113.1', 'unknown', 403],
    ['observe', '203.0.113.1', '198.51.100.9', 200],
  ])('under %s, of %s, from %s: %i', async (policy, home, away, status) => {
    expect(await renewedFrom(policy, home, away)).toBe(status);
  });

  it('that is only observed leaves an entry each time it moves, not each time it is used', async () => {
    bind('observe');
    const { id, email, password } = await makePerson(`person-${++count}`, []);
    const pair = await callRoute(signIn, { body: { email, password }, address: '203.0.113.1' });
    let token = pair.body.refresh_token as string;
    for (const address of ['203.0.113.1', '198.51.100.9', '198.51.100.9']) {
      const answer = await callRoute(refresh, { method: 'POST', token, address });
      expect(answer.status).toBe(200);
      token = answer.body.refresh_token as string;
    }
    const sessions = await prisma().session.findMany({ where: { userId: id, address: '198.51.100.9' } });
    expect(sessions).toHaveLength(1);
    const entries = await prisma().auditEntry.findMany({
      where: { action: 'sessions.move', subjectId: sessions[0]?.id ?? '' },
    });
    expect(entries.map(({ before, after }) => [before, after])).toEqual([
      [{ address: '203.0.113.1' }, { address: '198.51.100.9', user: email }],
    ]);
  });
});
