import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as getEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as listEvents } from '#app/api/v1/events/route.ts';
import { POST as cancel } from '#app/api/v1/exports/[id]/cancel/route.ts';
import { GET as download } from '#app/api/v1/exports/[id]/file/route.ts';
import { DELETE, GET } from '#app/api/v1/exports/[id]/route.ts';
import { GET as listExports, POST } from '#app/api/v1/exports/route.ts';
import { exportEventsJob } from '#jobs/export-events.ts';
import { forgetExpiredJob } from '#jobs/forget-expired.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { type EventExport, EXPORT_COLUMNS, MAX_KEPT_EXPORTS } from '#lib/events/exports/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { generateEvents } from '#tests/support/generate-events.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { parseCsv } from '#tests/support/parse-csv.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
const travel = useTravel();
const CARD = '4111111111111111';
const NOWHERE = '01890000-0000-7000-8000-000000000000';

let analyst: Person;
let other: Person;
let viewer: Person;
let admin: Person;
let client: TestClient;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  analyst = await makePerson('anna', ['analyst']);
  other = await makePerson('otto', ['analyst']);
  viewer = await makePerson('vera', ['viewer']);
  admin = await makePerson('ada', ['administrator']);
  client = await makeClient({ name: 'Shop' });
});
afterAll(closeScanner);
beforeEach(async () => {
  await pool().query('TRUNCATE events, event_exports CASCADE');
  await pool().query(`DELETE FROM pgboss.job WHERE name = 'export-events'`);
});

const ask = (body: object, token = analyst.token): Promise<Answer> => callRoute(POST, { token, body });
async function create(body: object, token = analyst.token): Promise<EventExport> {
  const answer = await ask(body, token);
  expect(answer.status).toBe(202);
  return answer.body as EventExport;
}
const at = (id: string, token = analyst.token) => ({ token, params: { id } });
const read = async (id: string): Promise<EventExport> =>
  (await callRoute(GET, at(id))).body as unknown as EventExport;
const stop = (id: string, token = analyst.token): Promise<Answer> =>
  callRoute(cancel, { ...at(id, token), method: 'POST' });
const remove = (id: string, token = analyst.token): Promise<Answer> =>
  callRoute(DELETE, { ...at(id, token), method: 'DELETE' });
const list = async (query = '', token = analyst.token): Promise<Answer> =>
  callRoute(listExports, { token, path: `/api/v1/exports?${query}` });
const idsIn = ({ body }: Answer): string[] => (body.items as EventExport[]).map(({ id }) => id);

/** One turn of the worker. */
const work = (id: string): Promise<void> => exportEventsJob.run([{ id }]);
async function finish(id: string): Promise<EventExport> {
  for (let turn = 0; turn < 50; turn++) {
    const made = await read(id);
    if (made.state !== 'queued' && made.state !== 'running') return made;
    await work(id);
  }
  throw new Error('The export never ends.');
}
async function fileOf(id: string, token = analyst.token): Promise<Response> {
  const request = new Request(`http://localhost:3000/api/v1/exports/${id}/file`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return download(request, { params: Promise.resolve({ id }) });
}
async function exported(body: object): Promise<string> {
  const { id } = await create(body);
  expect((await finish(id)).state).toBe('done');
  const response = await fileOf(id);
  expect(response.status).toBe(200);
  return response.text();
}
const chunksOf = async (id: string): Promise<number> =>
  (await pool().query('SELECT 1 FROM export_chunks WHERE export_id = $1', [id])).rowCount ?? 0;
const jobsFor = async (id: string): Promise<number> =>
  (await pool().query(`SELECT 1 FROM pgboss.job WHERE name = 'export-events' AND data->>'id' = $1`, [id]))
    .rowCount ?? 0;
const trail = (id: string) =>
  prisma().auditEntry.findMany({
    where: { subjectId: id },
    orderBy: { id: 'asc' },
    select: { action: true, actorName: true, subjectType: true, after: true },
  });

async function everyEvent(): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const path = `/api/v1/events?limit=100${cursor && `&cursor=${cursor}`}`;
    const { body } = await callRoute(listEvents, { token: analyst.token, path });
    ids.push(...(body.items as { id: string }[]).map(({ id }) => id));
    if (body.next === null) return ids;
    cursor = String(body.next);
  }
}

describe('202', () => {
  it('is said with the export, and the job that writes it is there in the same commit', async () => {
    const made = await create({ format: 'csv', filter: { category: 'shop' }, columns: ['id', 'data.a.0'] });
    expect(made).toEqual({
      id: expect.any(String),
      format: 'csv',
      filter: { category: 'shop' },
      columns: ['id', 'data.a.0'],
      state: 'queued',
      rows_written: 0,
      rows_estimated: null,
      row_limit: 1_000_000,
      capped: null,
      size_bytes: 0,
      error: null,
      created_at: expect.any(String),
      created_by: { id: analyst.id, email: analyst.email },
      finished_at: null,
      expires_at: expect.any(String),
    });
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(24 * 3_600_000);
    expect(await jobsFor(made.id)).toBe(1);
    expect(await read(made.id)).toEqual(made);
  });

  it('leaves an audit row that says who, what and how', async () => {
    const { id } = await create({ format: 'ndjson', filter: { verdict: 'block', 'data.order': '7' } });
    expect(await trail(id)).toEqual([
      {
        action: 'exports.create',
        actorName: analyst.email,
        subjectType: 'export',
        after: { format: 'ndjson', filter: { verdict: 'block', 'data.order': '7' }, columns: null },
      },
    ]);
  });
});

describe('200', () => {
  it('an NDJSON line is byte for byte the event as the API answers it, masked, in the order of the list', async () => {
    await takeAndProcess(client, [
      {
        name: 'plain',
        id: 'own 1',
        session_id: 's',
        category: 'shop',
        data: { n: 12345678901234567890n.toString(), z: [1, { ü: '\u2028' }] },
      },
      { name: 'caught', data: { card: CARD, [CARD]: 1 } },
      { name: 'empty' },
    ]);
    await takeEvents(client, [{ name: 'waits', data: { secret: CARD } }]);
    const lines = (await exported({ format: 'ndjson', filter: {} })).split('\n');
    expect(lines.pop()).toBe('');
    const ids = await everyEvent();
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(ids);
    for (const [i, id] of ids.entries()) {
      const request = new Request(`http://localhost:3000/api/v1/events/${id}?masked=true`, {
        headers: { authorization: `Bearer ${admin.token}` },
      });
      const answer = await getEvent(request, { params: Promise.resolve({ id }) });
      expect(lines[i]).toBe(await answer.text());
    }
  });

  it('what was caught stands in no file, also when the administrator asks', async () => {
    await takeAndProcess(client, [{ name: 'caught', data: { card: CARD, deep: [`pay ${CARD} now`] } }]);
    await takeEvents(client, [{ name: 'waits', data: { secret: CARD } }]);
    for (const body of [
      { format: 'csv', filter: {} },
      { format: 'csv', filter: {}, columns: ['data.card', 'data.deep.0', 'data.secret', 'data'] },
      { format: 'ndjson', filter: {} },
    ]) {
      const { id } = await create(body, admin.token);
      for (let turn = 0; turn < 3; turn++) await work(id);
      const text = await (await fileOf(id, admin.token)).text();
      expect(text).toContain('************1111');
      expect(text).not.toContain(CARD);
    }
  });

  it('a CSV file has a header and a record for every event, with every column unless some are named', async () => {
    await takeAndProcess(client, [{ name: '=cmd()', id: 'x,"y"', data: { a: { b: [5, null] } } }]);
    const [header, record] = parseCsv(await exported({ format: 'csv', filter: {} }));
    expect(header).toEqual([...EXPORT_COLUMNS]);
    const cells = Object.fromEntries(EXPORT_COLUMNS.map((name, i) => [name, record?.[i]]));
    expect(cells).toMatchObject({
      name: "'=cmd()",
      external_id: 'x,"y"',
      client_name: 'Shop',
      session_id: '',
      verdict: 'pass',
      data: '{"a":{"b":[5,null]}}',
      data_withheld: '',
    });
    const columns = ['name', 'data.a.b.0', 'data.a.b.1', 'data.none', 'data.a'];
    expect(parseCsv(await exported({ format: 'csv', filter: {}, columns }))).toEqual([
      columns,
      ["'=cmd()", '5', '', '', '{"b":[5,null]}'],
    ]);
  });

  it('no event matches: a CSV file holds the header alone, NDJSON nothing', async () => {
    const filter = { name: 'nobody' };
    expect(parseCsv(await exported({ format: 'csv', filter, columns: ['id'] }))).toEqual([['id']]);
    expect(await exported({ format: 'ndjson', filter })).toBe('');
  });

  it.each([
    [{ category: 'category 3' }, 400],
    [{ verdict: 'block' }, 20],
    [{ 'data.n': '7' }, 1],
    [{ q: 'NAME 4' }, 440],
    [{ q: '100%' }, 0],
  ])('holds what the list holds for the filter %j', async (filter, count) => {
    await generateEvents({ count: 2_000, everyMs: 1_000, untilMs: Date.now() - 5_000 });
    const text = await exported({ format: 'csv', filter, columns: ['id'] });
    expect(parseCsv(text)).toHaveLength(count + 1);
  });

  it('leaves out what arrives after it was asked for', async () => {
    await takeAndProcess(client, [{ name: 'before' }]);
    const { id } = await create({ format: 'csv', filter: {}, columns: ['name'] });
    await takeAndProcess(client, [{ name: 'after' }]);
    await finish(id);
    expect(parseCsv(await (await fileOf(id)).text())).toEqual([['name'], ['before']]);
  });

  it('is sent as a file whose length is known, and fetching it leaves an audit row', async () => {
    await takeAndProcess(client, [{ name: 'grüße' }]);
    const { id } = await create({ format: 'csv', filter: {}, columns: ['name'] });
    const { size_bytes, created_at } = await finish(id);
    const response = await fileOf(id);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.byteLength).toBe(size_bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-length': String(size_bytes),
      'content-disposition': `attachment; filename="events-${created_at.slice(0, 19).replace(/[-:]/g, '')}Z.csv"`,
      'cache-control': 'no-store, no-transform',
      'x-request-id': expect.any(String),
    });
    expect((await trail(id)).map(({ action }) => action)).toEqual(['exports.create', 'exports.download']);
  });

  it("lists one's own, the latest first, by state and page by page; everybody's for who reads the audit log", async () => {
    const first = await create({ format: 'csv', filter: {} });
    const second = await create({ format: 'ndjson', filter: {} });
    const theirs = await create({ format: 'csv', filter: {} }, other.token);
    await finish(first.id);
    expect(idsIn(await list())).toEqual([second.id, first.id]);
    expect(idsIn(await list('state=done'))).toEqual([first.id]);
    const page = await list('limit=1');
    expect(idsIn(page)).toEqual([second.id]);
    expect(idsIn(await list(`limit=1&cursor=${page.body.next}`))).toEqual([first.id]);
    expect(idsIn(await list('whose=all', admin.token))).toEqual([theirs.id, second.id, first.id]);
    expect(idsIn(await list('', admin.token))).toEqual([]);
  });

  it('estimates how many it will be, and says how many there are', async () => {
    await generateEvents({ count: 3_000, everyMs: 1_000, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'ndjson', filter: { verdict: 'redact' } });
    const made = await finish(id);
    expect(made).toMatchObject({ state: 'done', rows_estimated: 270, rows_written: 270, capped: null });
    expect(Date.parse(made.expires_at) - Date.parse(made.finished_at ?? '')).toBe(24 * 3_600_000);
  });
});

describe('the limit', () => {
  const limitTo = (id: string, rows: number) =>
    pool().query('UPDATE event_exports SET row_limit = $2 WHERE id = $1', [id, rows]);

  it('keeps the newest events and says that there were more', async () => {
    await generateEvents({ count: 2_500, everyMs: 1_000, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'csv', filter: {}, columns: ['data.n'] });
    await limitTo(id, 1_200);
    expect(await finish(id)).toMatchObject({ rows_written: 1_200, rows_estimated: 1_200, capped: 'rows' });
    const [, ...records] = parseCsv(await (await fileOf(id)).text());
    expect(records.flat()).toEqual(Array.from({ length: 1_200 }, (_, i) => String(2_499 - i)));
  });

  it('says nothing when just as many events match', async () => {
    await generateEvents({ count: 100, everyMs: 1_000, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'csv', filter: {} });
    await limitTo(id, 100);
    expect(await finish(id)).toMatchObject({ rows_written: 100, capped: null });
  });
});

describe('memory', () => {
  it('holds a chunk and a page, however large the file', async () => {
    await generateEvents({ count: 60_000, everyMs: 100, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'ndjson', filter: {} });
    global.gc?.();
    const before = process.memoryUsage();
    let peak = 0;
    const watch = setInterval(() => {
      const { heapUsed, external } = process.memoryUsage();
      peak = Math.max(peak, heapUsed + external - before.heapUsed - before.external);
    }, 20);
    const made = await finish(id);
    clearInterval(watch);
    expect(made.rows_written).toBe(60_000);
    expect(made.size_bytes).toBeGreaterThan(20 * 1024 ** 2);
    // Each about 1 MiB as sent: written as it came, never the whole.
    expect(await chunksOf(id)).toBeGreaterThanOrEqual(Math.floor(made.size_bytes / (1.2 * 1024 ** 2)));
    expect(peak).toBeLessThan(150 * 1024 ** 2);
    let lines = 0;
    for await (const piece of (await fileOf(id)).body as unknown as AsyncIterable<Uint8Array>) {
      expect(piece.byteLength).toBeLessThan(1.3 * 1024 ** 2);
      for (const byte of piece) if (byte === 10) lines += 1;
    }
    expect(lines).toBe(60_000);
  }, 60_000);

  it('takes a few large events at a time', async () => {
    const data = { text: 'x'.repeat(200_000) };
    for (let i = 0; i < 3; i++)
      await takeAndProcess(
        client,
        Array.from({ length: 20 }, (_, n) => ({ name: `${i} ${n}`, data })),
      );
    const { id } = await create({ format: 'ndjson', filter: {} });
    const made = await finish(id);
    expect(made).toMatchObject({ state: 'done', rows_written: 60 });
    expect(await chunksOf(id)).toBeGreaterThanOrEqual(10);
    const names = (await (await fileOf(id)).text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(names).toEqual(await everyEvent());
  }, 60_000);
});

describe('a filter that is dear', () => {
  it('is looked for among so many events at a time, and finds the same', async () => {
    await generateEvents({ count: 3_000, everyMs: 1_000, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'csv', filter: { q: 'name 4' }, columns: ['id'] });
    await pool().query('UPDATE event_exports SET scan_rows = 130 WHERE id = $1', [id]);
    expect(await finish(id)).toMatchObject({ rows_written: 660, capped: null });
    const [, ...records] = parseCsv(await (await fileOf(id)).text());
    const { rows } = await pool().query<{ id: string }>(
      "SELECT id FROM events WHERE name ILIKE '%name 4%' ORDER BY occurred_at DESC, id DESC",
    );
    expect(records.flat()).toEqual(rows.map((row) => row.id));
  });

  it('is known by its first read that took too long', async () => {
    await generateEvents({ count: 200, everyMs: 1_000, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'csv', filter: { verdict: 'pass' } });
    const blocker = await pool().connect();
    await blocker.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
    const working = work(id);
    const scans = async (): Promise<number> =>
      (
        await pool().query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%OFFSET $%' AND state = 'active'
            AND pid <> pg_backend_pid()`,
        )
      ).rowCount ?? 0;
    await expect.poll(scans, { timeout: 15_000, interval: 50 }).toBe(1);
    await blocker.query('ROLLBACK');
    blocker.release();
    await working;
    expect(await read(id)).toMatchObject({ state: 'done', rows_written: 180, rows_estimated: null });
  }, 30_000);
});

describe('two workers at one export', () => {
  it('write every event once, in order', async () => {
    await generateEvents({ count: 12_000, everyMs: 100, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'csv', filter: {}, columns: ['data.n', 'data.text'] });
    while ((await read(id)).state !== 'done') await Promise.all([work(id), work(id), work(id)]);
    const [, ...records] = parseCsv(await (await fileOf(id)).text());
    expect(records.map(([n]) => n)).toEqual(Array.from({ length: 12_000 }, (_, i) => String(11_999 - i)));
    expect(await read(id)).toMatchObject({ rows_written: 12_000 });
  });
});

describe('a person', () => {
  it('has two exports at work at once; the third begins when one of them ends', async () => {
    const made = [];
    for (let i = 0; i < 3; i++) made.push(await create({ format: 'csv', filter: {} }));
    const [first = '', second = '', third = ''] = made.map(({ id }) => id);
    await pool().query(`UPDATE event_exports SET state = 'running' WHERE id = ANY($1)`, [[first, second]]);
    await work(third);
    expect((await read(third)).state).toBe('queued');
    const theirs = await create({ format: 'csv', filter: {} }, other.token);
    await work(theirs.id);
    expect((await list('state=done', other.token)).body.items).toHaveLength(1);
    await work(first);
    expect((await read(first)).state).toBe('done');
    expect(await jobsFor(third)).toBe(2);
    await work(third);
    expect((await read(third)).state).toBe('done');
  });
});

describe('cancelling', () => {
  it('ends the export, deletes what it had written and leaves an audit row', async () => {
    await generateEvents({ count: 40_000, everyMs: 100, untilMs: Date.now() - 5_000 });
    const { id } = await create({ format: 'ndjson', filter: {} });
    const working = work(id);
    await expect
      .poll(async () => (await read(id)).rows_written, { interval: 5, timeout: 10_000 })
      .toBeGreaterThan(0);
    const answer = await stop(id);
    expect(answer).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    const from = performance.now();
    await working;
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(await read(id)).toMatchObject({ state: 'cancelled', finished_at: expect.any(String) });
    expect(await chunksOf(id)).toBe(0);
    expect((await trail(id)).map(({ action }) => action)).toEqual(['exports.create', 'exports.cancel']);
    await work(id);
    expect((await read(id)).state).toBe('cancelled');
  });
});

describe('deleting', () => {
  it('answers 204, takes the file along and leaves an audit row', async () => {
    await takeAndProcess(client, [{ name: 'one' }]);
    const { id } = await create({ format: 'csv', filter: {} });
    await finish(id);
    expect((await remove(id)).status).toBe(204);
    expect([await chunksOf(id), (await callRoute(GET, at(id))).status]).toEqual([0, 404]);
    expect((await trail(id)).map(({ action }) => action)).toEqual(['exports.create', 'exports.delete']);
  });
});

describe('expiry', () => {
  it('takes the file away after a day, and after a week the export is forgotten', async () => {
    await takeAndProcess(client, [{ name: 'one' }]);
    const { id } = await create({ format: 'csv', filter: {} });
    await finish(id);
    await pool().query(`UPDATE event_exports SET expires_at = now() WHERE id = $1`, [id]);
    expect((await read(id)).state).toBe('expired');
    expect((await fileOf(id)).status).toBe(404);
    expect(idsIn(await list('state=expired'))).toEqual([id]);
    expect(idsIn(await list('state=done'))).toEqual([]);
    await forgetExpiredJob.run([{}]);
    expect([await chunksOf(id), (await read(id)).state]).toEqual([0, 'expired']);
    travel(8 * 86_400);
    await forgetExpiredJob.run([{}]);
    expect((await pool().query('SELECT 1 FROM event_exports')).rowCount).toBe(0);
  });

  it('ends an export that is still under way', async () => {
    const { id } = await create({ format: 'csv', filter: {} });
    await pool().query(`UPDATE event_exports SET expires_at = now() WHERE id = $1`, [id]);
    await work(id);
    expect((await read(id)).state).toBe('expired');
  });
});

describe('failing', () => {
  const quiet = quietLog();
  afterAll(() => quiet[Symbol.dispose]());
  afterEach(() => pool().query('ALTER TABLE export_chunks DROP CONSTRAINT IF EXISTS broken'));

  it('five times in a row ends it, with a reason; the events are none the worse', async () => {
    await takeAndProcess(client, [{ name: 'one' }]);
    const { id } = await create({ format: 'csv', filter: {} });
    await pool().query('ALTER TABLE export_chunks ADD CONSTRAINT broken CHECK (number < 0)');
    for (let i = 0; i < 4; i++) await expect(work(id)).rejects.toThrow('broken');
    expect((await read(id)).state).toBe('running');
    await work(id);
    expect(await read(id)).toMatchObject({
      state: 'failed',
      error: 'It failed 5 times in a row; the log of the worker says why.',
    });
    expect((await fileOf(id)).status).toBe(409);
  });

  it('once is made good by the next try', async () => {
    await takeAndProcess(client, [{ name: 'one' }]);
    const { id } = await create({ format: 'csv', filter: {}, columns: ['name'] });
    await pool().query('ALTER TABLE export_chunks ADD CONSTRAINT broken CHECK (number < 0)');
    await expect(work(id)).rejects.toThrow('broken');
    await pool().query('ALTER TABLE export_chunks DROP CONSTRAINT broken');
    expect(await finish(id)).toMatchObject({ state: 'done', error: null, rows_written: 1 });
    expect(parseCsv(await (await fileOf(id)).text())).toEqual([['name'], ['one']]);
  });
});

describe('401', () => {
  it('refuses strangers', async () => {
    expect((await callRoute(POST, { body: { format: 'csv', filter: {} } })).status).toBe(401);
  });
});

describe('403', () => {
  it('names the permission, whatever is asked', async () => {
    const { id } = await create({ format: 'csv', filter: {} });
    const refused = { status: 403, body: { permission: 'events:export' } };
    expect(await ask({ format: 'csv', filter: {} }, viewer.token)).toMatchObject(refused);
    expect(await list('', viewer.token)).toMatchObject(refused);
    expect(await callRoute(GET, at(id, viewer.token))).toMatchObject(refused);
    expect(await stop(id, viewer.token)).toMatchObject(refused);
    expect(await remove(id, viewer.token)).toMatchObject(refused);
    expect(await callRoute(download, at(id, viewer.token))).toMatchObject(refused);
  });

  it("shows everybody's exports to nobody who may not read the audit log", async () => {
    expect(await list('whose=all')).toMatchObject({ status: 403, body: { permission: 'audit:read' } });
  });
});

describe('404', () => {
  it("is said of somebody else's export as of none, also to the administrator", async () => {
    const { id } = await create({ format: 'csv', filter: {} });
    await finish(id);
    for (const token of [other.token, admin.token]) {
      expect((await callRoute(GET, at(id, token))).status).toBe(404);
      expect((await stop(id, token)).status).toBe(404);
      expect((await remove(id, token)).status).toBe(404);
      expect((await callRoute(download, at(id, token))).status).toBe(404);
    }
    expect((await callRoute(GET, at(NOWHERE))).status).toBe(404);
    expect((await read(id)).state).toBe('done');
  });
});

describe('409', () => {
  it('there is no file before the export is done, and nothing to cancel afterwards', async () => {
    const { id } = await create({ format: 'csv', filter: {} });
    expect(await callRoute(download, at(id))).toMatchObject({
      status: 409,
      body: { detail: 'The export is queued: it has no file.' },
    });
    await finish(id);
    expect(await stop(id)).toMatchObject({
      status: 409,
      body: { detail: 'The export is done: there is nothing to cancel.' },
    });
  });

  it('is said to somebody who keeps too many', async () => {
    for (let i = 0; i < MAX_KEPT_EXPORTS; i++) await create({ format: 'csv', filter: {} });
    expect(await ask({ format: 'csv', filter: {} })).toMatchObject({
      status: 409,
      body: { detail: 'You keep 20 exports already: delete one first.' },
    });
    expect((await ask({ format: 'csv', filter: {} }, other.token)).status).toBe(202);
  });
});

describe('422', () => {
  it.each<[object, string]>([
    [{ format: 'xlsx', filter: {} }, 'format'],
    [{ filter: {} }, 'format'],
    [{ format: 'csv' }, 'filter'],
    [{ format: 'csv', filter: { verdict: 'maybe' } }, 'filter.verdict'],
    [{ format: 'csv', filter: { colour: 'red' } }, 'filter.colour'],
    [{ format: 'csv', filter: { from: 'soon' } }, 'filter.from'],
    [{ format: 'csv', filter: { category: 7 } }, 'filter.category'],
    [{ format: 'csv', filter: {}, columns: [] }, 'columns'],
    [{ format: 'csv', filter: {}, columns: ['colour'] }, 'columns[0]'],
    [{ format: 'csv', filter: {}, columns: ['name', 'name'] }, 'columns'],
    [{ format: 'ndjson', filter: {}, columns: ['name'] }, 'columns'],
    [{ format: 'csv', filter: {}, more: 1 }, 'more'],
  ])('refuses %j with the path %s', async (body, path) => {
    const answer = await ask(body);
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });
});
