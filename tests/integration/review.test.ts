import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as comment } from '#app/api/v1/findings/[id]/comments/route.ts';
import { GET as readRevealed, POST as reveal } from '#app/api/v1/findings/[id]/reveal/route.ts';
import { GET as readFinding } from '#app/api/v1/findings/[id]/route.ts';
import { POST as undo } from '#app/api/v1/findings/decisions/[id]/undo/route.ts';
import { POST as plan } from '#app/api/v1/findings/decisions/plan/route.ts';
import { POST as decide } from '#app/api/v1/findings/decisions/route.ts';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { forgetFindings } from '#lib/findings/forget-findings.ts';
import type { DecisionPlan, DecisionResult, FindingDetail, Revealed } from '#lib/findings/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005'];
const SENTENCE = (card: string) => `please charge ${card} and write to jane.doe@shop.co.uk today`;

let reviewer: Person;
let colleague: Person;
let viewer: Person;
let client: TestClient;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  reviewer = await makePerson('rita', ['reviewer']);
  colleague = await makePerson('rolf', ['reviewer']);
  viewer = await makePerson('vera', ['viewer']);
  client = await makeClient();
});
afterAll(closeScanner);

const send = (cards: readonly string[]): Promise<string[]> =>
  takeAndProcess(
    client,
    cards.map((card) => ({ name: 'n', data: { note: SENTENCE(card) } })),
  );

let cards: string[] = [];
beforeEach(async () => {
  await pool().query('TRUNCATE findings, finding_places CASCADE');
  await send(CARDS);
  const { body } = await callRoute(listFindings, { path: '/?pattern=card', token: reviewer.token });
  cards = (body.items as { id: string }[]).map(({ id }) => id);
});

const one = async (id: string | undefined, who = reviewer): Promise<FindingDetail> => {
  const answer = await callRoute(readFinding, { params: { id: id ?? '' }, token: who.token });
  expect(answer.status).toBe(200);
  return answer.body as unknown as FindingDetail;
};
const post = (body: object, who = reviewer): Promise<Answer> => callRoute(decide, { body, token: who.token });
const decided = async (body: object, who = reviewer): Promise<DecisionResult> => {
  const answer = await post(body, who);
  expect(answer.status).toBe(200);
  return answer.body as unknown as DecisionResult;
};
const FALSE_POSITIVE = { state: 'closed', reason: 'false_positive' };
const REMEDIATED = { state: 'closed', reason: 'remediated' };
const auditOf = (action: string) =>
  prisma().auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } });

describe('a decision', () => {
  it('moves the findings, and stands in their history and in the audit log', async () => {
    const result = await decided({ ids: cards.slice(0, 2), ...FALSE_POSITIVE, note: 'order numbers' });
    expect(result).toMatchObject({ changed: 2, conflicts: [], remaining: 0 });
    const finding = await one(cards[0]);
    expect(finding).toMatchObject({ ...FALSE_POSITIVE, assignee: { email: reviewer.email } });
    expect(finding.steps).toMatchObject([
      {
        kind: 'decided',
        actor: reviewer.email,
        note: 'order numbers',
        before: { state: 'open' },
        after: FALSE_POSITIVE,
      },
    ]);
    expect(await one(cards[2])).toMatchObject({ state: 'open', steps: [] });
    expect((await auditOf('findings.decide')).at(-1)?.after).toMatchObject({
      ...FALSE_POSITIVE,
      findings: 2,
    });
  });

  it('is taken back as a whole, but for what somebody else has decided since', async () => {
    const { decision_id: id } = await decided({ ids: cards, ...REMEDIATED });
    await decided({ ids: [cards[1]], ...FALSE_POSITIVE }, colleague);
    const undone = await callRoute(undo, { method: 'POST', params: { id }, token: reviewer.token });
    expect([undone.status, undone.body]).toEqual([200, { restored: 2, left: 1 }]);
    expect(await one(cards[0])).toMatchObject({ state: 'open', reason: null, assignee: null });
    expect(await one(cards[1])).toMatchObject(FALSE_POSITIVE);
    const again = await callRoute(undo, { method: 'POST', params: { id }, token: reviewer.token });
    expect(again.status).toBe(404);
  });

  it('of two reviewers at once, the second one learns that he came too late', async () => {
    const both = await Promise.all([
      decided({ ids: [cards[0]], ...REMEDIATED, seen_state: 'open' }),
      decided({ ids: [cards[0]], ...FALSE_POSITIVE, seen_state: 'open' }, colleague),
    ]);
    expect(both.map(({ changed }) => changed).toSorted()).toEqual([0, 1]);
    expect(both.flatMap(({ conflicts }) => conflicts)).toEqual([{ id: cards[0], state: 'closed' }]);
    expect((await one(cards[0])).steps).toHaveLength(1);
  });

  it('by a filter reaches all that fit it, and says how many still do', async () => {
    const result = await decided({ filter: { state: 'open', pattern: 'card' }, ...FALSE_POSITIVE });
    expect(result).toMatchObject({ changed: 3, remaining: 0 });
    const { body } = await callRoute(listFindings, { path: '/?state=open', token: reviewer.token });
    expect(body.items).toHaveLength(1);
  });

  it('by a filter leaves alone what is as it says already, so that repeating it comes to an end', async () => {
    const planned = async (body: object) =>
      (await callRoute(plan, { body, token: reviewer.token })).body as unknown as DecisionPlan;
    const filter = { pattern: 'card' };
    await decided({ ids: [cards[0]], ...FALSE_POSITIVE }, colleague);
    expect(await planned({ filter, ...FALSE_POSITIVE })).toMatchObject({
      total: 2,
      patterns: 1,
      by_pattern: [{ pattern: 'Card number', findings: 2 }],
    });
    expect(await planned({ ids: cards.slice(0, 1), ...REMEDIATED })).toMatchObject({ total: 1 });
    expect(await decided({ filter, ...FALSE_POSITIVE })).toMatchObject({ changed: 2, remaining: 0 });
    expect(await decided({ filter, ...FALSE_POSITIVE })).toMatchObject({ changed: 0, remaining: 0 });
    expect((await one(cards[0])).assignee?.email).toBe(colleague.email);
    expect(await decided({ filter, state: 'in_review' })).toMatchObject({ changed: 3, remaining: 0 });
    expect(await planned({ filter, state: 'in_review' })).toMatchObject({ total: 0, by_pattern: [] });
    await prisma().finding.updateMany({ where: { id: cards[0] ?? '' }, data: { assigneeId: null } });
    expect(await planned({ filter, state: 'in_review' })).toMatchObject({ total: 1 });
  });

  it.each<[object, string]>([
    [{ ids: ['x'], state: 'open' }, 'ids[0]'],
    [{ state: 'open' }, 'ids'],
    [{ ids: [], state: 'open' }, 'ids'],
    [{ filter: { state: 'gone' }, state: 'open' }, 'filter.state'],
    [{ filter: {}, state: 'closed' }, 'reason'],
    [{ filter: {}, state: 'open', reason: 'remediated' }, 'reason'],
  ])('is refused with the place of the fault: %j', async (body, path) => {
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });

  it('about an unknown finding changes none of the others', async () => {
    const unknown = '0199a1c0-0000-7000-8000-00000000000d';
    const answer = await post({ ids: [cards[0], unknown], ...REMEDIATED });
    expect([answer.status, answer.body.errors]).toMatchObject([404, [{ path: 'ids[1]' }]]);
    expect((await one(cards[0])).state).toBe('open');
  });

  it('needs findings:decide', async () => {
    expect((await post({ ids: cards, ...REMEDIATED }, viewer)).body.permission).toBe('findings:decide');
  });
});

describe('a value that shows up again', () => {
  it('opens a remediated finding, and its history says so', async () => {
    await decided({ ids: cards, ...REMEDIATED });
    await send([CARDS[0] as string]);
    const { body } = await callRoute(listFindings, { path: '/?reopened=true', token: reviewer.token });
    const [again] = body.items as { id: string }[];
    expect(body.items).toHaveLength(1);
    const finding = await one(again?.id);
    expect(finding).toMatchObject({ state: 'open', reason: null, places: 2 });
    expect(finding.steps.map(({ kind }) => kind)).toEqual(['decided', 'reopened']);
  });

  it.each(['false_positive', 'accepted_risk', 'used_in_tests'])(
    'leaves one closed as %s closed',
    async (reason) => {
      await decided({ ids: cards, state: 'closed', reason });
      await send([CARDS[0] as string]);
      const all = await Promise.all(cards.map((id) => one(id)));
      expect(all.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed']);
      expect(all.map(({ places }) => places).toSorted()).toEqual([1, 1, 2]);
    },
  );

  it('in two transactions at once is one finding with both places', async () => {
    await Promise.all([send(CARDS), send(CARDS.toReversed()), send(CARDS)]);
    const all = await Promise.all(cards.map((id) => one(id)));
    expect(all.map(({ places }) => places)).toEqual([4, 4, 4]);
  });
});

describe('what stands beside a value', () => {
  it('is shown to every reader, with this value and every other one masked', async () => {
    const { all_places: places } = await one(cards[0], viewer);
    expect(places.map(({ context }) => context)).toEqual([
      { before: 'please charge ', after: ` and write to ${'*'.repeat('jane.doe@shop.co.uk'.length)} today` },
    ]);
    const all = JSON.stringify(await Promise.all(cards.map((id) => one(id, viewer))));
    for (const secret of [...CARDS, 'jane.doe@shop.co.uk']) expect(all).not.toContain(secret);
  });
});

describe('a reveal', () => {
  const ask = (id: string | undefined, body: object, who = reviewer) =>
    callRoute(reveal, { params: { id: id ?? '' }, body, token: who.token });
  const again = (id: string | undefined, who = reviewer) =>
    callRoute(readRevealed, { params: { id: id ?? '' }, token: who.token });

  it('shows the value with its surroundings, in which every other value stays masked', async () => {
    const answer = await ask(cards[0], { reason: 'the customer called' });
    expect(answer.status).toBe(200);
    const { places, expires_at } = answer.body as unknown as Revealed;
    expect(places).toEqual([
      {
        place_id: expect.any(String),
        before: 'please charge ',
        value: expect.stringMatching(/^\d{15,16}$/),
        after: ` and write to ${'*'.repeat('jane.doe@shop.co.uk'.length)} today`,
      },
    ]);
    const left = Date.parse(expires_at) - Date.now();
    expect(left).toBeGreaterThan(4 * 60_000);
    expect(left).toBeLessThanOrEqual(5 * 60_000);
  });

  it('is in the audit log and in the history, with the reason and without the value', async () => {
    await ask(cards[0], { reason: 'the customer called' });
    const entry = (await auditOf('findings.reveal')).at(-1);
    expect(entry).toMatchObject({
      actorName: reviewer.email,
      subjectId: cards[0],
      after: { reason: 'the customer called' },
    });
    expect((await one(cards[0], viewer)).steps).toMatchObject([
      { kind: 'revealed', note: 'the customer called' },
    ]);
    expect(JSON.stringify(entry)).not.toMatch(/\d{15,16}/);
  });

  it('lasts for the one who asked, and for nobody else', async () => {
    expect((await again(cards[0])).status).toBe(403);
    await ask(cards[0], { reason: 'the customer called' });
    expect((await one(cards[0])).revealed_until).not.toBeNull();
    expect((await again(cards[0])).status).toBe(200);
    expect((await one(cards[0], colleague)).revealed_until).toBeNull();
    expect((await again(cards[0], colleague)).status).toBe(403);
    await prisma().findingReveal.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await again(cards[0])).status).toBe(403);
    expect((await one(cards[0])).revealed_until).toBeNull();
  });

  it('needs findings:reveal and a reason', async () => {
    expect((await ask(cards[0], { reason: 'the customer called' }, viewer)).status).toBe(403);
    const bare = await ask(cards[0], { reason: '  ' });
    expect([bare.status, bare.body.errors]).toMatchObject([422, [{ path: 'reason' }]]);
    expect((await one(cards[0])).steps).toEqual([]);
  });

  it('of a value at rest needs the key: no table holds it in clear', async () => {
    const { rows } = await pool().query<{ text: string }>(
      `SELECT f::text || p::text AS text FROM findings f JOIN finding_places p ON p.finding_id = f.id`,
    );
    expect(rows).toHaveLength(6);
    for (const { text } of rows) for (const card of CARDS) expect(text).not.toContain(card);
  });
});

describe('a comment', () => {
  it('stands in the history', async () => {
    const answer = await callRoute(comment, {
      params: { id: cards[0] ?? '' },
      body: { note: 'asked the team' },
      token: reviewer.token,
    });
    expect(answer.status).toBe(201);
    expect((await one(cards[0])).steps).toMatchObject([{ kind: 'commented', note: 'asked the team' }]);
  });
});

describe('a finding whose places are gone', () => {
  it('is forgotten, unless somebody reviewed it', async () => {
    await decided({ ids: [cards[0]], ...FALSE_POSITIVE });
    await pool().query('DELETE FROM finding_places');
    expect(await forgetFindings()).toBe(0);
    await pool().query("UPDATE findings SET last_seen_at = now() - interval '2 hours'");
    expect(await forgetFindings()).toBe(3);
    expect(await one(cards[0])).toMatchObject({ places: 0, last_place: null, ...FALSE_POSITIVE });
  });
});
