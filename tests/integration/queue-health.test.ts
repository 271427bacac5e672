import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST as decide } from '#app/api/v1/findings/decisions/route.ts';
import { GET as readHealth } from '#app/api/v1/findings/health/route.ts';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { QueueHealth } from '#lib/findings/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const CARDS = [
  '4111111111111111',
  '5555555555554444',
  '378282246310005',
  '4012888888881881',
  '5105105105105100',
];

let reviewer: Person;
let nobody: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  reviewer = await makePerson('rita', ['reviewer']);
  nobody = await makePerson('nora', []);
  const client = await makeClient();
  await takeAndProcess(
    client,
    // The first stands in two places, and counts once.
    [...CARDS, CARDS[0]].map((card) => ({ name: 'n', data: { note: `card ${card}` } })),
  );
});
afterAll(closeScanner);

const health = async (): Promise<QueueHealth> => {
  const answer = await callRoute(readHealth, { token: reviewer.token });
  expect(answer.status).toBe(200);
  return QueueHealth.parse(answer.body);
};
const close = async (ids: readonly string[], reason: string): Promise<void> => {
  const body = { ids, state: 'closed', reason };
  expect((await callRoute(decide, { body, token: reviewer.token })).status).toBe(200);
};

it('says what waits, since when, and that nothing is known yet of how right a pattern is', async () => {
  const { waiting, in_review, oldest_waiting_since, median_seconds_to_close, closed_per_day, precision } =
    await health();
  expect(waiting).toEqual({ under_a_day: 5, under_a_week: 0, under_a_month: 0, older: 0 });
  expect([in_review, median_seconds_to_close, precision]).toEqual([0, null, []]);
  expect(Date.parse(oldest_waiting_since ?? '')).toBeLessThanOrEqual(Date.now());
  expect(closed_per_day).toHaveLength(14);
  expect(closed_per_day.at(-1)).toEqual({ day: new Date().toISOString().slice(0, 10), closed: 0 });
});

it('counts a verdict once for each version that saw the value, and tests beside the share', async () => {
  const { body } = await callRoute(listFindings, { path: '/?pattern=card', token: reviewer.token });
  const items = body.items as { id: string; places: number }[];
  const ids = items.toSorted((a, b) => b.places - a.places).map(({ id }) => id);
  expect(ids).toHaveLength(5);
  await pool().query(`UPDATE findings SET first_seen_at = now() - interval '2 days' WHERE id = $1`, [ids[4]]);
  await close(ids.slice(0, 1), 'remediated');
  await close(ids.slice(1, 2), 'accepted_risk');
  await close(ids.slice(2, 3), 'false_positive');
  await close(ids.slice(3, 4), 'used_in_tests');
  const { waiting, median_seconds_to_close, closed_per_day, precision } = await health();
  expect(waiting).toEqual({ under_a_day: 0, under_a_week: 1, under_a_month: 0, older: 0 });
  expect(median_seconds_to_close).toBeGreaterThanOrEqual(0);
  expect(closed_per_day.reduce((sum, { closed }) => sum + closed, 0)).toBe(4);
  expect(precision).toMatchObject([
    {
      pattern: 'Card number',
      version: 1,
      confirmed: 2,
      false_positives: 1,
      used_in_tests: 1,
      precision: 2 / 3,
    },
  ]);
  expect(precision[0]?.interval.low).toBeCloseTo(0.2077, 3);
  expect(precision[0]?.interval.high).toBeCloseTo(0.9385, 3);
});

it('needs findings:read', async () => {
  expect((await callRoute(readHealth, { token: nobody.token })).status).toBe(403);
});
