import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATCH as change, DELETE as remove } from '#app/api/v1/exclusions/[id]/route.ts';
import { POST as preview } from '#app/api/v1/exclusions/preview/route.ts';
import { POST as create, GET as list } from '#app/api/v1/exclusions/route.ts';
import { GET as suggest } from '#app/api/v1/exclusions/suggestions/route.ts';
import { POST as undo } from '#app/api/v1/findings/decisions/[id]/undo/route.ts';
import { POST as decide } from '#app/api/v1/findings/decisions/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { flushExclusionHits } from '#lib/dlp/exclusions/note-hits.ts';
import type { Exclusion } from '#lib/dlp/exclusions/schema.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { announce, startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD_PATTERN = '0199a1c0-7d00-7000-8000-000000000001';
const [ONE, OTHER] = ['4111111111111111', '5555555555554444'] as const;

let reviewer: Person;
let viewer: Person;
let client: TestClient;
let bank: TestClient;
beforeAll(async () => {
  await startChangeFeed();
  await installDefaults(systemContext('tests'));
  reviewer = await makePerson('rita', ['reviewer']);
  viewer = await makePerson('vera', ['viewer']);
  client = await makeClient();
  bank = await makeClient();
});
afterAll(async () => {
  await closeScanner();
  await stopChangeFeed();
});
beforeEach(async () => {
  await pool().query('TRUNCATE findings, finding_places, pattern_exclusions CASCADE');
  await announce('exclusion', '');
});

const make = (body: object, who = reviewer): Promise<Answer> => callRoute(create, { body, token: who.token });
const excluded = async (body: object): Promise<Exclusion> => {
  const answer = await make({ reason: 'known', ...body });
  expect(answer.status).toBe(201);
  return answer.body as unknown as Exclusion;
};
const all = async (): Promise<Exclusion[]> => {
  await flushExclusionHits();
  return (await callRoute(list, { token: viewer.token })).body.items as Exclusion[];
};

/** The paths at which a card is caught in an event with both of them. */
async function caught(sender = client): Promise<string[]> {
  const [id] = await takeAndProcess(sender, [
    { name: 'n', data: { note: `cards ${ONE} and ${OTHER}`, order: { card: ONE } } },
  ]);
  const places = await prisma().findingPlace.findMany({
    where: { subjectId: id ?? '' },
    orderBy: { id: 'asc' },
  });
  return places.map(({ path, startOffset }) => `${path}:${startOffset}`);
}
/** A change is at work within a second. */
const becomes = (paths: readonly string[], sender = client) =>
  expect.poll(() => caught(sender), { timeout: 10_000 }).toEqual(paths);
const EVERYTHING = ['data.note:6', 'data.note:27', 'data.order.card:0'];

describe('an exclusion', () => {
  it('of a value leaves out that value alone, next to another one in the same text too, and counts', async () => {
    await becomes(EVERYTHING);
    const made = await excluded({ pattern_id: CARD_PATTERN, value: '4111-1111-1111-1111' });
    expect(made).toMatchObject({
      masked: '************1111',
      hits: 0,
      pattern: 'Card number',
      expired: false,
    });
    await becomes(['data.note:27']);
    const [counted] = await all();
    expect(counted?.hits).toBeGreaterThanOrEqual(2);
    expect(counted?.last_hit_at).not.toBeNull();
  });

  it('of a path leaves out what is found there, of every pattern', async () => {
    await excluded({ path: 'data.order' });
    await becomes(['data.note:6', 'data.note:27']);
  });

  it('of a client leaves others alone', async () => {
    await excluded({ pattern_id: CARD_PATTERN, client_id: bank.id });
    await becomes([], bank);
    expect(await caught()).toEqual(EVERYTHING);
  });

  it('asks for all that it names', async () => {
    await excluded({ pattern_id: CARD_PATTERN, value: ONE, path: 'data.order' });
    await becomes(['data.note:6', 'data.note:27']);
  });

  it('ends when it says, and when it is deleted', async () => {
    const { id } = await excluded({ path: 'data' });
    await becomes([]);
    const over = { expires_at: new Date(Date.now() - 1).toISOString() };
    const ended = await callRoute(change, {
      method: 'PATCH',
      params: { id },
      body: over,
      token: reviewer.token,
    });
    expect(ended.body).toMatchObject({ expired: true });
    await becomes(EVERYTHING);

    const again = await callRoute(change, {
      method: 'PATCH',
      params: { id },
      body: { expires_at: null },
      token: reviewer.token,
    });
    expect(again.body).toMatchObject({ expired: false });
    await becomes([]);
    expect(
      (await callRoute(remove, { method: 'DELETE', params: { id }, token: reviewer.token })).status,
    ).toBe(204);
    await becomes(EVERYTHING);
    const trail = await prisma().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual([
      'exclusions.create',
      'exclusions.update',
      'exclusions.update',
      'exclusions.delete',
    ]);
  });

  it('keeps no value in clear', async () => {
    await excluded({ pattern_id: CARD_PATTERN, value: `the card ${ONE}` });
    const { rows } = await pool().query(
      `SELECT row_to_json(e)::text || coalesce((SELECT string_agg(a.after::text, '') FROM audit_entries a
        WHERE a.action LIKE 'exclusions.%'), '') AS text FROM pattern_exclusions e`,
    );
    expect(rows[0].text).toContain('1111');
    expect(rows[0].text).not.toContain(ONE);
  });

  it('says before it is made what it would have hidden, real leaks among it', async () => {
    await becomes(EVERYTHING);
    await pool().query(
      "UPDATE findings SET state = 'closed', reason = 'remediated' WHERE masked LIKE '%4444'",
    );
    const answer = await callRoute(preview, {
      body: { pattern_id: CARD_PATTERN, path: 'data.note', reason: 'r' },
      token: reviewer.token,
    });
    expect(answer.body).toMatchObject({ findings: 2, confirmed: 1 });
    expect(JSON.stringify(answer.body)).not.toContain(ONE);
    const value = await callRoute(preview, {
      body: { pattern_id: CARD_PATTERN, value: ONE, reason: 'r' },
      token: reviewer.token,
    });
    expect(value.body).toMatchObject({
      findings: 1,
      confirmed: 0,
      samples: [{ masked: '************1111' }],
    });
    expect(await all()).toEqual([]);
  });

  it.each<[object, string]>([
    [{ reason: 'r' }, 'value'],
    [{ reason: 'r', value: ONE }, 'pattern_id'],
    [{ reason: 'r', pattern_id: CARD_PATTERN, value: 'no card' }, 'value'],
    [{ reason: 'r', pattern_id: CARD_PATTERN, value: `${ONE} ${OTHER}` }, 'value'],
    [{ path: 'data' }, 'reason'],
  ])('is refused with the place of the fault: %j', async (body, path) => {
    const answer = await make(body);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path }]]);
  });

  it('needs exclusions:write', async () => {
    expect((await make({ path: 'data', reason: 'r' }, viewer)).body.permission).toBe('exclusions:write');
  });
});

describe('a false positive', () => {
  it('can be excluded with the decision, and both are taken back together', async () => {
    await becomes(EVERYTHING);
    const finding = await prisma().finding.findFirst({ where: { masked: { endsWith: '1111' } } });
    const body = {
      ids: [finding?.id],
      state: 'closed',
      reason: 'false_positive',
      note: 'our test card',
      exclude: {},
    };
    const decided = await callRoute(decide, { body, token: reviewer.token });
    expect(decided.status).toBe(200);
    expect(await all()).toMatchObject([{ reason: 'our test card', masked: '************1111' }]);
    await becomes(['data.note:27']);

    const id = decided.body.decision_id as string;
    await callRoute(undo, { method: 'POST', params: { id }, token: reviewer.token });
    expect(await all()).toEqual([]);
    await becomes(EVERYTHING);
  });

  it('alone can be: another reason cannot', async () => {
    const body = { filter: {}, state: 'closed', reason: 'remediated', exclude: {} };
    const answer = await callRoute(decide, { body, token: reviewer.token });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'exclude' }]]);
  });
});

describe('proposed exclusions', () => {
  const THIRD = '378282246310005';
  const proposed = async (who = reviewer): Promise<Answer> => callRoute(suggest, { token: who.token });
  const decideAbout = async (reason: string, masks: readonly string[]): Promise<void> => {
    const { rows } = await pool().query<{ id: string }>(
      `SELECT DISTINCT f.id FROM findings f JOIN finding_places p ON p.finding_id = f.id
        WHERE p.pattern_id = $1 AND right(p.masked, 3) = ANY($2)`,
      [CARD_PATTERN, masks.map((card) => card.slice(-3))],
    );
    const body = { ids: rows.map(({ id }) => id), state: 'closed', reason };
    expect((await callRoute(decide, { body, token: reviewer.token })).status).toBe(200);
  };

  it('follow from three values at one place that were no leak, with what they would have hidden', async () => {
    await takeAndProcess(client, [{ name: 'n', data: { refs: [ONE, OTHER, THIRD], note: `card ${ONE}` } }]);
    await decideAbout('false_positive', [ONE, OTHER]);
    expect((await proposed()).body).toEqual({ items: [] });
    await decideAbout('false_positive', [THIRD]);
    expect((await proposed()).body.items).toEqual([
      {
        pattern_id: CARD_PATTERN,
        pattern: 'Card number',
        path: 'data.refs[*]',
        ...{ false_positives: 3, places: 3, findings: 3, confirmed: 0 },
      },
    ]);
    expect((await proposed(viewer)).status).toBe(200);
    // Taken, it is proposed no more, and does what it said.
    await excluded({ pattern_id: CARD_PATTERN, path: 'data.refs[*]' });
    expect((await proposed()).body).toEqual({ items: [] });
  });

  it('do not where one of the values was real', async () => {
    await takeAndProcess(client, [{ name: 'n', data: { refs: [ONE, OTHER, THIRD, '6011111111111117'] } }]);
    await decideAbout('false_positive', [ONE, OTHER, THIRD]);
    expect((await proposed()).body.items).toHaveLength(1);
    await decideAbout('remediated', ['6011111111111117']);
    expect((await proposed()).body).toEqual({ items: [] });
  });
});
