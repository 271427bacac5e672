import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as cancel } from '#app/api/v1/backtests/[id]/cancel/route.ts';
import { GET as read } from '#app/api/v1/backtests/[id]/route.ts';
import { POST as decide } from '#app/api/v1/findings/decisions/route.ts';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { GET as list, POST as start } from '#app/api/v1/patterns/[id]/backtests/route.ts';
import { DELETE as deletePattern } from '#app/api/v1/patterns/[id]/route.ts';
import { POST as createPattern } from '#app/api/v1/patterns/route.ts';
import { runBacktestsJob } from '#jobs/run-backtests.ts';
import { systemContext } from '#lib/auth/context.ts';
import type { Backtest, BacktestDetail } from '#lib/backtests/schema.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { closeBacktestScanner } from '#lib/pipeline/backtest-scanner.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
let admin: Person;
let viewer: Person;
let reviewer: Person;
let client: TestClient;
let patternId: string;
const TICKET = { name: 'Ticket', regex: String.raw`\bTCK-\d{4}\b`, keywords: ['TCK-'], mask: 'last4' };

beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  reviewer = await makePerson('rita', ['reviewer']);
  viewer = await makePerson('vera', ['viewer']);
  client = await makeClient();
  const made = await callRoute(createPattern, { token: admin.token, body: TICKET });
  patternId = (made.body as { id: string }).id;
  await takeAndProcess(client, [
    { name: 'a', category: 'shop', data: { note: 'TCK-1111 and TCK-2222' } },
    { name: 'a', category: 'shop', data: { note: 'again TCK-1111, then TCK-33333' } },
    { name: 'b', category: 'help', data: { list: ['TCK-4444', 'nothing', 'TCK-55'] } },
    { name: 'c', category: 'help', data: { note: 'nothing at all' } },
  ]);
});
beforeEach(() => pool().query('TRUNCATE backtests CASCADE'));
afterAll(async () => {
  await closeBacktestScanner();
  await closeScanner();
});

const begin = (body: object, token = admin.token, id = patternId): Promise<Answer> =>
  callRoute(start, { token, params: { id }, body });
const detail = async (id: string, token = viewer.token): Promise<BacktestDetail> => {
  const answer = await callRoute(read, { token, params: { id } });
  expect(answer.status).toBe(200);
  return answer.body as unknown as BacktestDetail;
};
/** Asks for one, has a worker run it and reads what it found. */
async function tried(body: object): Promise<BacktestDetail> {
  const answer = await begin(body);
  expect(answer.status).toBe(202);
  const { id } = answer.body as { id: string };
  await runBacktestsJob.run([{ id }]);
  return detail(id);
}
const definition = { ...TICKET, regex: String.raw`\bTCK-\d{2,4}\b` };

describe('a backtest', () => {
  it('counts what the saved version finds: hits, values, days, clients, categories', async () => {
    const result = await tried({});
    expect(result).toMatchObject({
      ...{ state: 'done', version: 1, baseline_version: 1, events_total: 4, events_scanned: 4 },
      hits: { tested: 4, baseline: 4, new: 0, lost: 0, same: 4 },
      values: { tested: 3, baseline: 3, new: 0, lost: 0, capped: false },
      per_day: [{ tested: 4, baseline: 4, new: 0, lost: 0 }],
      clients: [{ client_id: client.id, tested: 4 }],
      categories: [
        { category: 'shop', tested: 3 },
        { category: 'help', tested: 1 },
      ],
    });
  });

  it('says what a definition that is not saved would find besides and no more, masked', async () => {
    const wider = await tried({ definition });
    expect(wider).toMatchObject({ version: null, hits: { tested: 5, new: 1, lost: 0, same: 4 } });
    expect(wider.samples.new).toMatchObject([{ path: 'data.list[2]', masked: '********5' }]);
    const narrower = await tried({ definition: { ...TICKET, regex: String.raw`\bTCK-1\d{3}\b` } });
    expect(narrower).toMatchObject({ hits: { tested: 2, baseline: 4, new: 0, lost: 2, same: 2 } });
    expect(JSON.stringify([wider, narrower])).not.toMatch(/TCK-\d{2}/);
    // As a look at what would be: nothing becomes a finding.
    expect(await pool().query('SELECT 1 FROM findings WHERE pattern_id = $1', [patternId])).toMatchObject({
      rowCount: 3,
    });
  });

  it('looks at the events that are asked for, and at no more than wanted', async () => {
    expect(await tried({ category: 'help' })).toMatchObject({ events_scanned: 2, hits: { tested: 1 } });
    expect(await tried({ max_events: 1 })).toMatchObject({ events_scanned: 1, state: 'done' });
    expect(await tried({ to: '2001-01-01T00:00:00Z' })).toMatchObject({ events_scanned: 0, state: 'done' });
  });

  it('estimates precision from what reviewers said about the values', async () => {
    const { body } = await callRoute(listFindings, { path: '/?pattern=Ticket', token: reviewer.token });
    const [first, second, third] = (body.items as { id: string }[]).map(({ id }) => id);
    const say = (ids: unknown[], reason: string) =>
      callRoute(decide, { token: reviewer.token, body: { ids, state: 'closed', reason } });
    expect((await say([first, second], 'remediated')).status).toBe(200);
    expect((await say([third], 'false_positive')).status).toBe(200);
    const { verdicts } = await tried({});
    expect(verdicts.tested).toMatchObject({ confirmed: 2, false_positives: 1, precision: 2 / 3 });
    expect(verdicts.tested.interval.low).toBeCloseTo(0.208, 2);
    const none = await tried({ definition: { ...TICKET, regex: String.raw`\bTCK-9\d{3}\b` } });
    expect(none.verdicts).toMatchObject({ missed: 2, caught: 0, fewer_false: 1 });
  });

  it('stands in the list of its pattern and in the audit log, and ends when it is cancelled', async () => {
    const { id } = (await begin({})).body as { id: string };
    const cancelled = await callRoute(cancel, { token: admin.token, params: { id }, method: 'POST' });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    await runBacktestsJob.run([{ id }]);
    expect(await detail(id)).toMatchObject({ state: 'cancelled', events_scanned: 0 });
    expect((await callRoute(cancel, { token: admin.token, params: { id }, method: 'POST' })).status).toBe(
      409,
    );
    const listed = await callRoute(list, { token: viewer.token, params: { id: patternId } });
    expect((listed.body as { items: Backtest[] }).items.map((one) => [one.id, one.state])).toEqual([
      [id, 'cancelled'],
    ]);
    const trail = await prisma().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['backtests.start', 'backtests.cancel']);
  });

  it('keeps what it found when its pattern is deleted', async () => {
    const made = await callRoute(createPattern, { token: admin.token, body: { ...TICKET, name: 'Other' } });
    const { id: other } = made.body as { id: string };
    const { id } = (await begin({}, admin.token, other)).body as { id: string };
    await runBacktestsJob.run([{ id }]);
    expect(
      (await callRoute(deletePattern, { token: admin.token, params: { id: other }, method: 'DELETE' }))
        .status,
    ).toBe(204);
    expect(await detail(id)).toMatchObject({ state: 'done', hits: { tested: 4 } });
  });
});

describe('is refused', () => {
  it.each([
    [{ definition: { ...definition, regex: '(a' } }, 422, 'definition.regex'],
    [{ version: 7 }, 422, 'version'],
    [{ version: 1, definition }, 422, 'version'],
    [{ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 422, 'to'],
    [{ max_events: 0 }, 422, 'max_events'],
  ])('%j', async (body, status, path) => {
    const answer = await begin(body);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(`"path":"${path}"`);
  });

  it('to who may only read, and for a pattern that there is none of', async () => {
    expect((await begin({}, viewer.token)).status).toBe(403);
    expect((await begin({}, admin.token, '01890000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('while ten wait already', async () => {
    const answers = [];
    for (let i = 0; i < 30; i += 1) answers.push((await begin({})).status);
    expect(answers).toContain(409);
    expect(answers[0]).toBe(202);
  });
});
