import { beforeAll, describe, expect, it } from 'vitest';
import { GET as audit } from '#app/api/v1/audit/route.ts';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as readStats } from '#app/api/v1/events/stats/route.ts';
import { POST as preview } from '#app/api/v1/retention/preview/route.ts';
import { GET, PUT } from '#app/api/v1/retention/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { pool } from '#lib/platform/db.ts';
import { applyRetention } from '#lib/retention/apply-retention.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { generateEvents } from '#tests/support/generate-events.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
const DAY_MS = 86_400_000;
const dayOf = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);

let admin: Person;
let viewer: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
  for (const ago of [40, 10]) await pool().query('SELECT ensure_day_partitions($1::date, 1)', [dayOf(ago)]);
  // Every second one from noon on: five categories take turns.
  for (const ago of [40, 10, 0]) {
    const untilMs = Date.parse(`${dayOf(ago)}T00:00:00Z`) + 1_000;
    await generateEvents({ count: 1_000, everyMs: 1, untilMs });
  }
});

const read = (person = admin): Promise<Answer> => callRoute(GET, { token: person.token });
const put = (body: unknown, person = admin): Promise<Answer> =>
  callRoute(PUT, { token: person.token, method: 'PUT', body });
const ask = (body: unknown, person = admin): Promise<Answer> =>
  callRoute(preview, { token: person.token, body });
const version = async (): Promise<number> => Number((await read()).body.version);

describe('200', () => {
  it('keeps events for 30 days unless somebody changed it', async () => {
    const answer = await read(viewer);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ version: 1, default_days: 30, rules: [], updated_at: expect.any(String) });
  });

  it('puts all rules in place of those that were, and the audit log holds both', async () => {
    const rules = [{ category: 'category 1', days: 3 }];
    await put({ version: await version(), default_days: 30, rules });
    const was = (await read()).body;
    const saved = await put({
      version: was.version,
      default_days: 60,
      rules: [{ category: 'b', days: 365 }],
    });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({
      version: Number(was.version) + 1,
      default_days: 60,
      rules: [{ category: 'b', days: 365 }],
    });
    expect((await read()).body).toEqual(saved.body);
    const trail = await callRoute(audit, { token: admin.token, path: '/?action=retention.update&limit=1' });
    expect(trail.body.items).toMatchObject([
      {
        subject_type: 'retention',
        actor: { name: admin.email },
        before: { rules },
        after: { default_days: 60 },
      },
    ]);
  });

  it('tells what is stored and what would go, by day and by category, without touching anything', async () => {
    const answer = await ask({ default_days: 30, rules: [{ category: 'category 1', days: 5 }] }, viewer);
    expect(answer.status).toBe(200);
    const { days, categories, going, estimated, next_run_at, today } = answer.body as {
      days: { day: string; bytes: number }[];
      categories: { category: string }[];
      [name: string]: unknown;
    };
    expect(estimated).toBe(false);
    expect(new Date(String(next_run_at)).getUTCMinutes()).toBe(17);
    expect(String(next_run_at)).toContain(String(today));
    const byDay = new Map(days.map((day) => [day.day, day]));
    expect(byDay.get(dayOf(40))).toMatchObject({
      events: 1_000,
      going: 1_000,
      whole: true,
      goes_on: dayOf(9),
    });
    expect(byDay.get(dayOf(10))).toMatchObject({
      events: 1_000,
      going: 200,
      whole: false,
      goes_on: dayOf(-21),
    });
    expect(byDay.get(dayOf(0))).toMatchObject({ events: 1_000, going: 0, whole: false });
    expect(byDay.get(dayOf(40))?.bytes).toBeGreaterThan(100_000);
    expect(byDay.has(dayOf(-3))).toBe(false);
    expect(categories).toHaveLength(5);
    expect(categories.find(({ category }) => category === 'category 1')).toEqual({
      category: 'category 1',
      events: 600,
      oldest_day: dayOf(40),
      days: 5,
      going: 400,
    });
    expect(going).toEqual({ days: 1, events: 1_200, bytes: byDay.get(dayOf(40))?.bytes });
    const { rows } = await pool().query('SELECT count(*)::int AS n FROM events');
    expect(rows).toEqual([{ n: 3_000 }]);
  });
});

describe('what the next run did', () => {
  it('is what was told before; what is gone is not found, and the statistics say since when there is something', async () => {
    const { rows } = await pool().query('SELECT id FROM events ORDER BY id LIMIT 1');
    const rules = { default_days: 30, rules: [{ category: 'category 1', days: 5 }] };
    const told = (await ask(rules)).body.going as { events: number };
    await put({ version: await version(), ...rules });
    const done = await applyRetention(systemContext('tests'), new Date());
    expect(done.reduce((sum, { events }) => sum + events, 0)).toBe(told.events);
    expect((await ask(rules)).body.going).toMatchObject({ events: 0 });
    const gone = await callRoute(readEvent, {
      token: admin.token,
      params: { id: rows[0].id },
      path: '/?include=trace',
    });
    expect(gone.status).toBe(404);
    const stats = await callRoute(readStats, { token: admin.token });
    expect(stats.body).toMatchObject({ total: 1_800 });
    expect(String(stats.body.from)).toContain(dayOf(10));
  });
});

describe('401 and 403', () => {
  it('lets nobody change or see it without the permission', async () => {
    expect((await callRoute(GET)).status).toBe(401);
    expect((await callRoute(preview, { body: {} })).status).toBe(401);
    const analyst = await makePerson('anna', ['analyst']);
    expect((await read(analyst)).status).toBe(403);
    expect((await ask({ default_days: 30, rules: [] }, analyst)).status).toBe(403);
    const refused = await put({ version: 1, default_days: 1, rules: [] }, viewer);
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ permission: 'retention:write' });
  });
});

describe('503', () => {
  it('says that counting took too long, and that a retry may help', async () => {
    const blocker = await pool().connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
      const answer = await ask({ default_days: 30, rules: [] });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).not.toBeNull();
      expect(answer.body).toMatchObject({
        reason: 'too_slow',
        detail: expect.stringContaining('could not be counted'),
      });
      expect((await read()).status).toBe(200);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
  });
});

describe('409', () => {
  it('refuses rules made from others than those in force: nobody loses what he has not seen', async () => {
    const seen = await version();
    await put({ version: seen, default_days: 90, rules: [] });
    const late = await put({ version: seen, default_days: 1, rules: [] });
    expect(late.status).toBe(409);
    expect(late.body.errors).toEqual([{ path: 'version', message: `is ${seen + 1} by now` }]);
    expect((await read()).body).toMatchObject({ default_days: 90 });
  });

  it('lets one of two changes at once through', async () => {
    const seen = await version();
    const both = await Promise.all(
      [1, 2].map((more) => put({ version: seen, default_days: 90 + more, rules: [] })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
});

describe('422', () => {
  const rule = { category: 'c', days: 3 };
  it.each([
    [{ default_days: 0 }, 'default_days'],
    [{ default_days: 3651 }, 'default_days'],
    [{ default_days: 1.5 }, 'default_days'],
    [{ default_days: '30' }, 'default_days'],
    [{ rules: [{ ...rule, days: 0 }] }, 'rules[0].days'],
    [{ rules: [rule, { category: '', days: 3 }] }, 'rules[1].category'],
    [{ rules: [{ category: 'x'.repeat(129), days: 3 }] }, 'rules[0].category'],
    [{ rules: [rule, rule] }, 'rules[1].category'],
    [{ rules: [{ ...rule, name: 'n' }] }, 'rules[0].name'],
    [{ rules: Array.from({ length: 201 }, (_, i) => ({ category: `c${i}`, days: 3 })) }, 'rules'],
    [{ more: true }, 'more'],
  ])('names the path of the fault, case %#', async (change, path) => {
    for (const answer of [
      await put({ version: await version(), default_days: 30, rules: [], ...change }),
      await ask({ default_days: 30, rules: [], ...change }),
    ]) {
      expect(answer.status).toBe(422);
      expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path);
    }
  });

  it('wants to know which version was read', async () => {
    const answer = await put({ default_days: 30, rules: [] });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path: 'version' }]);
  });
});

describe('a large day', () => {
  it('is counted from a part of its pages, and says so', async () => {
    await pool().query('SELECT ensure_day_partitions($1::date, 1)', [dayOf(20)]);
    await pool().query(
      `INSERT INTO events (id, category, name, occurred_at, received_at, status, data)
        SELECT (left(uuid_of_day($1::date)::text, 24) || lpad(to_hex(i), 12, '0'))::uuid, 'large', 'n', $1::date, $1::date,
          'processed', jsonb_build_object('text', repeat('x', 1800)) FROM generate_series(1, 20000) AS i`,
      [dayOf(20)],
    );
    const { body } = await ask({ default_days: 3650, rules: [] });
    expect(body.estimated).toBe(true);
    const days = body.days as { day: string; events: number; estimated: boolean }[];
    const large = days.find(({ day }) => day === dayOf(20));
    expect(large?.estimated).toBe(true);
    expect(large?.events).toBeGreaterThan(14_000);
    expect(large?.events).toBeLessThan(28_000);
    expect(days.find(({ day }) => day === dayOf(0))).toMatchObject({ events: 1_000, estimated: false });
    expect((body.categories as { category: string }[])[0]).toMatchObject({ category: 'large' });
  });
});
