import { expect, it } from 'vitest';
import { GET as download } from '#app/api/v1/exports/[id]/file/route.ts';
import { GET } from '#app/api/v1/exports/[id]/route.ts';
import { POST } from '#app/api/v1/exports/route.ts';
import type { EventExport } from '#lib/events/exports/schema.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { generateEvents } from '#tests/support/generate-events.ts';
import { parseCsv } from '#tests/support/parse-csv.ts';
import { makePerson } from '#tests/support/people.ts';
import { startWorker } from '#tests/support/run-program.ts';

const database = useTestDatabase();
const EVENTS = 200_000;

it('a worker killed in the middle of an export leaves a file that the next one completes, no event missing and none twice', async () => {
  await generateEvents({ count: EVENTS, everyMs: 20, untilMs: Date.now() - 5_000 });
  const { token } = await makePerson('anna', ['analyst']);
  const body = { format: 'csv', filter: {}, columns: ['data.n', 'id', 'data.text'] };
  const id = String((await callRoute(POST, { token, body })).body.id);
  const params = { id };
  const read = async (): Promise<EventExport> =>
    (await callRoute(GET, { token, params })).body as unknown as EventExport;

  for (const share of [0.05, 0.4]) {
    await using worker = await startWorker(database.url);
    await expect
      .poll(async () => (await read()).rows_written, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(EVENTS * share);
    await worker.end('SIGKILL');
    expect((await read()).state).toBe('running');
  }

  await using _worker = await startWorker(database.url);
  await expect.poll(async () => (await read()).state, { timeout: 60_000, interval: 100 }).toBe('done');
  expect(await read()).toMatchObject({ rows_written: EVENTS, capped: null });
  const answer = await callRoute(download, { token, params });
  const [header, ...records] = parseCsv(String(answer.body.text));
  expect(header).toEqual(body.columns);
  expect(records.map(([n]) => Number(n))).toEqual(Array.from({ length: EVENTS }, (_, i) => EVENTS - 1 - i));
  expect(new Set(records.map(([, eventId]) => eventId)).size).toBe(EVENTS);
});
