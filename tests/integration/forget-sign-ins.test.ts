import { expect, it } from 'vitest';
import { POST } from '#app/api/v1/auth_token/route.ts';
import { forgetExpiredJob } from '#jobs/forget-expired.ts';
import { prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson } from '#tests/support/people.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
const travel = useTravel();
const DAY_SECONDS = 86_400;

it('forgets counts of tries after a day, and sessions when they make no address known any more', async () => {
  const { email } = await makePerson('fern', []);
  expect((await callRoute(POST, { body: { email, password: 'wrong' } })).status).toBe(409);
  const left = async () => [await prisma().loginThrottle.count(), await prisma().session.count()];
  const [tries, sessions] = await left();
  expect([tries, sessions]).toEqual([2, 1]);

  await forgetExpiredJob.run([{}]);
  expect(await left()).toEqual([tries, sessions]);
  travel(DAY_SECONDS + 1);
  await forgetExpiredJob.run([{}]);
  expect(await left()).toEqual([0, sessions]);
  travel(58 * DAY_SECONDS);
  await forgetExpiredJob.run([{}]);
  expect(await left()).toEqual([0, sessions]);
  travel(DAY_SECONDS);
  await forgetExpiredJob.run([{}]);
  expect(await left()).toEqual([0, 0]);
});
