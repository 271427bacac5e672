import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GET as getDestination, PATCH } from '#app/api/v1/destinations/[id]/route.ts';
import { POST } from '#app/api/v1/destinations/route.ts';
import { POST as TRY } from '#app/api/v1/destinations/try/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import type { PERMISSIONS } from '#lib/auth/permissions.ts';
import type { ChoiceTrialResult } from '#lib/dispatch/choosing/schema.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { listEventDeliveries } from '#lib/dispatch/list-event-deliveries.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import { raiseNotice } from '#lib/pipeline/raise-notice.ts';
import { inPgTransaction, pool, prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import {
  readAttempts,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

const CARD = '4111111111111111';
const MASKED = '************1111';
const tokens: Record<string, string> = {};
let client: TestClient;

/** Somebody with these permissions and no others. */
async function makeHolder(name: string, permissions: (keyof typeof PERMISSIONS)[]): Promise<void> {
  const known = await prisma().permission.findMany({ where: { name: { in: permissions } } });
  expect(known).toHaveLength(permissions.length);
  await prisma().role.create({
    data: {
      id: uuidv7(),
      name,
      description: name,
      permissions: { create: known.map(({ id }) => ({ permissionId: id })) },
    },
  });
  tokens[name] = (await makePerson(name, [name])).token;
}

beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  tokens.admin = (await makePerson('ada', ['administrator'])).token;
  const writing = ['destinations:read', 'destinations:write', 'events:read'] as const;
  await makeHolder('writer', [...writing]);
  await makeHolder('unmasker', [...writing, 'destinations:unmasked']);
  await makeHolder('seer', [...writing, 'findings:reveal']);
  await makeHolder('trusted', [...writing, 'destinations:unmasked', 'findings:reveal']);
  await makeHolder('destinations', ['destinations:read']);
  client = await makeClient({ name: 'Shop' });
});

const loops: DeliveryLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
});
afterAll(closeScanner);

const log = (name: string, more: object = {}): object => ({ name, kind: 'log', ...more });
const create = (who: string, body: object): Promise<Answer> =>
  callRoute(POST, { token: tokens[who] ?? '', body });
const change = (who: string, id: unknown, body: object): Promise<Answer> =>
  callRoute(PATCH, { token: tokens[who] ?? '', method: 'PATCH', params: { id: String(id) }, body });
const attempt = async (who: string, body: object): Promise<Answer> =>
  callRoute(TRY, { token: tokens[who] ?? '', body });
const tried = async (who: string, body: object): Promise<ChoiceTrialResult> => {
  const answer = await attempt(who, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as ChoiceTrialResult;
};
const faultsOf = ({ body }: Answer): string[] => (body.errors as { path: string }[]).map(({ path }) => path);

describe('a destination with a filter that can never match', () => {
  it('422 with the place and what was probably meant', async () => {
    const answer = await create('writer', log('x', { filter: { or: [{ catgory: 'x' }] } }));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([
      { path: 'filter.or[0].catgory', message: expect.stringContaining('did you mean category?') },
    ]);
  });
});

describe('a destination with a template', () => {
  const hook = (name: string, text: string): object => ({
    name,
    kind: 'http',
    config: { url: 'https://127.0.0.1/x' },
    template: { format: 'json', text },
  });

  it('201, and reads as it was written', async () => {
    const text = '{\n  "b": "{{data.amount}}",\n  "a": 1 }';
    const made = await create('writer', hook('shaped', text));
    expect(made).toMatchObject({
      status: 201,
      body: { template: { format: 'json', text }, form: 'redacted' },
    });
    expect(await change('writer', made.body.id, { template: null })).toMatchObject({
      body: { template: null },
    });
  });

  it('422 for a fault in it, with line and column, and for a kind that takes none', async () => {
    const faulty = await create('writer', hook('x', '{\n "a": "{{data.x | uper}}"}'));
    expect(faulty).toMatchObject({
      status: 422,
      body: {
        errors: [
          { path: 'template.text', message: 'line 2, column 19: knows no filter uper: did you mean upper?' },
        ],
      },
    });
    const text = { format: 'text', text: 'x' };
    expect(faultsOf(await create('writer', log('x', { template: text })))).toEqual(['template']);
    const { body } = await create('writer', log('plain log'));
    expect(faultsOf(await change('writer', body.id, { template: text }))).toEqual(['template']);
    const variables = { input: { a: ['{{event.nope}}'] } };
    const graphql = { name: 'x', kind: 'graphql', config: { url: 'https://127.0.0.1/', variables } };
    expect(faultsOf(await create('writer', graphql))).toEqual(['config.variables.input.a[0]']);
    const slack = { via: { type: 'webhook', url: 'https://127.0.0.1/x' }, text: '{{nme}}' };
    expect(faultsOf(await create('writer', { name: 'x', kind: 'slack', config: slack }))).toEqual([
      'config.text',
    ]);
  });

  it('delivers what the template makes, and refuses with the reason what it cannot make', async () => {
    await using peer = await startHttpPeer();
    const destination = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      template: { format: 'text', text: '{{name | upper}}: {{data.rows | json}} #{{delivery.attempt}}' },
      retry_plan_ms: [600_000],
    });
    const eventIds = await storeEvents([
      { data: { rows: [1, 2] } },
      { data: { rows: Array.from({ length: 60_000 }, () => 'abc') } },
    ]);
    await storeDeliveries(destination.id, eventIds);
    loops.push(startDeliveryLoop());
    await until(async () => expect(await readAttempts(destination.id)).toHaveLength(2));
    expect(peer.calls.map(({ body }) => body)).toEqual(['ORDER PAID: [1,2] #1']);
    expect(peer.calls[0]?.headers['content-type']).toBe('text/plain; charset=utf-8');
    const attempts = await readAttempts(destination.id);
    expect(attempts).toMatchObject([
      { outcome: 'delivered' },
      { outcome: 'refused', error: 'The template makes more than 256 KiB of this event.' },
    ]);
  });
});

describe('a destination that gets the whole form', () => {
  it.each([
    ['writer', 'destinations:unmasked'],
    ['unmasker', 'findings:reveal'],
    ['seer', 'destinations:unmasked'],
  ])('403 for a %s, who lacks %s', async (who, permission) => {
    expect(await create(who, log('whole', { form: 'whole' }))).toMatchObject({
      status: 403,
      body: { permission },
    });
    const { body } = await create('admin', log(`redacted for ${who}`));
    expect(await change(who, body.id, { form: 'whole' })).toMatchObject({
      status: 403,
      body: { permission },
    });
  });

  it('403 for whoever lacks them and would change what goes where; the rest stays open', async () => {
    const made = await create('trusted', log('guarded', { form: 'whole', enabled: false }));
    expect(made).toMatchObject({ status: 201, body: { form: 'whole' } });
    const { id } = made.body;
    for (const body of [
      { filter: { category: 'x' } },
      { config: { level: 'warn' } },
      { template: null },
      { enabled: true },
      { name: 'renamed', filter: {} },
    ])
      expect(await change('writer', id, body)).toMatchObject({ status: 403 });
    expect(await change('writer', id, { name: 'renamed', concurrency: 3 })).toMatchObject({ status: 200 });
    expect(await change('trusted', id, { config: { level: 'warn' }, enabled: true })).toMatchObject({
      status: 200,
    });
    expect(await change('writer', id, { enabled: false })).toMatchObject({ status: 200 });
    expect(await change('writer', id, { form: 'redacted', filter: { category: 'x' } })).toMatchObject({
      status: 200,
      body: { form: 'redacted', filter: { category: 'x' } },
    });
    const trail = await prisma().auditEntry.findMany({
      where: { subjectId: String(id) },
      orderBy: { id: 'asc' },
    });
    expect(trail.map(({ after }) => (after as { form: string }).form)).toEqual([
      'whole',
      'whole',
      'whole',
      'whole',
      'redacted',
    ]);
  });

  it('is sent what was masked, nothing that was blocked, and has its words left out', async () => {
    await using peer = await startHttpPeer((call, response) => {
      const status = call.body.includes('refuse') ? 400 : 200;
      response.writeHead(status).end(`echo ${call.body}`);
    });
    const destination = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      form: 'whole',
      retry_plan_ms: [600_000],
    });
    const data = { card: CARD };
    const eventIds = await storeEvents([
      { verdict: 'redact', data, masked: { card: MASKED } },
      { verdict: 'redact', data: { ...data, refuse: true }, masked: { card: MASKED } },
      { verdict: 'pass', data: { plain: 'words' } },
      { verdict: 'block', data: { ...data, blocked: true }, masked: { card: MASKED, blocked: true } },
    ]);
    await storeDeliveries(destination.id, eventIds);
    loops.push(startDeliveryLoop());
    await until(async () => {
      const states = (await readDeliveries(destination.id)).map(({ status }) => status);
      expect(states).toEqual(['delivered', 'pending', 'delivered', 'withheld']);
      expect(await readAttempts(destination.id)).toHaveLength(3);
    });
    expect(peer.calls.filter(({ body }) => body.includes(CARD))).toHaveLength(2);
    expect(peer.calls.some(({ body }) => body.includes('blocked'))).toBe(false);
    const attempts = await readAttempts(destination.id);
    const words = 'Answered 400; its words are not kept, because it got whole content.';
    expect(attempts).toMatchObject([
      { outcome: 'delivered', response: null },
      { outcome: 'refused', status_code: 400, error: words, response: null },
      { outcome: 'delivered', response: expect.stringContaining('echo') },
    ]);
    const told = await listEventDeliveries(systemContext('test'), eventIds[1] as string);
    expect(JSON.stringify(told)).not.toContain(CARD);
  });

  it('is sent the redacted form again from the moment it is set back', async () => {
    await using peer = await startHttpPeer();
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin }, form: 'whole' });
    const eventIds = await storeEvents([
      { verdict: 'redact', data: { card: CARD }, masked: { card: MASKED } },
    ]);
    await storeDeliveries(destination.id, eventIds);
    await change('admin', destination.id, { form: 'redacted' });
    loops.push(startDeliveryLoop());
    await until(() => expect(peer.calls).toHaveLength(1));
    expect(peer.calls[0]?.body).toContain(MASKED);
    expect(peer.calls[0]?.body).not.toContain(CARD);
  });
});

describe('what is chosen', () => {
  it('follows every part of the event that a filter can name, in the form of the destination', async () => {
    const filters = {
      sender: { 'client.name': 'Shop', 'client.id': client.id, source: null },
      another: { 'client.name': 'Other' },
      own_id: { external_id: 'own-1' },
      recent: { timestamp: { gt: '2020-01-01' } },
      exact: { 'data.n': '12345678901234567890' },
      above: { 'data.n': { gt: 12345678901234500000 } },
      masked: { 'data.card': MASKED },
      card: { 'data.card': CARD },
      caught: { verdict: 'redact', severity: { in: ['high', 'critical'] } },
    };
    const names = new Map<string, string>();
    for (const [name, filter] of Object.entries(filters))
      names.set((await storeDestination({ kind: 'log', filter })).id, name);
    names.set(
      (await storeDestination({ kind: 'log', filter: filters.card, form: 'whole' })).id,
      'whole card',
    );
    const chosen = async (data: string): Promise<string[]> => {
      const [id = ''] = await takeEvents(client, [{ name: 'order' }]);
      await pool().query(`UPDATE events SET data = $2::jsonb, external_id = 'own-1' WHERE id = $1`, [
        id,
        data,
      ]);
      await processEvents([id]);
      const { rows } = await pool().query<{ destination_id: string }>(
        'SELECT destination_id FROM deliveries WHERE event_id = $1',
        [id],
      );
      return rows.flatMap(({ destination_id }) => names.get(destination_id) ?? []).sort();
    };
    expect(await chosen('{"n":12345678901234567890}')).toEqual([
      'above',
      'exact',
      'own_id',
      'recent',
      'sender',
    ]);
    expect(await chosen(`{"card":"${CARD}"}`)).toEqual([
      'caught',
      'masked',
      'own_id',
      'recent',
      'sender',
      'whole card',
    ]);
  });
});

describe('POST /destinations/try', () => {
  let caught = '';
  let passed = '';
  let blocked = '';
  beforeAll(async () => {
    const events = [
      { name: 'order.paid', category: 'Orders', data: { card: CARD, amount: 12 } },
      { name: 'order.sent', category: 'orders', data: { amount: 20, tags: ['a'] } },
    ];
    [caught = '', passed = ''] = await takeAndProcess(client, events);
    [blocked = ''] = await storeEvents([
      { verdict: 'block', data: { card: CARD }, masked: { card: MASKED } },
    ]);
  });

  it('200: an event that is taken, with the body as it would be sent', async () => {
    const answer = await tried('writer', {
      event_id: passed,
      filter: { category: 'orders', 'data.amount': { gt: 15 } },
      template: { format: 'json', text: '{"sum":"{{data.amount}}","of":"{{name | upper}}"}' },
    });
    expect(answer).toMatchObject({
      event: { id: passed, name: 'order.sent', verdict: 'pass' },
      takes: true,
      withheld: null,
      unmet: [],
      body: {
        text: '{"sum":20,"of":"ORDER.SENT"}',
        content_type: 'application/json; charset=utf-8',
        size_bytes: 28,
      },
      body_fault: null,
    });
  });

  it('200: why it is not taken, with what was found', async () => {
    const filter = {
      category: 'orders',
      'data.amount': { gt: '15' },
      'data.tags': 'a',
      not: { 'client.name': 'Shop' },
    };
    const { takes, unmet } = await tried('writer', { event_id: caught, filter });
    expect(takes).toBe(false);
    expect(unmet.map(({ at, found, found_type, why }) => ({ at, found, found_type, why }))).toEqual([
      {
        at: 'category',
        found: 'Orders',
        found_type: 'text',
        why: 'category is "Orders", and has to be "orders": upper and lower case, and spaces, count.',
      },
      {
        at: 'data.amount',
        found: 12,
        found_type: 'number',
        why: 'data.amount is 12, and has to be above "15": values of different types have nothing in common.',
      },
      {
        at: 'data.tags',
        found: null,
        found_type: 'missing',
        why: 'data.tags is not there, and has to be "a".',
      },
      {
        at: 'not.client.name',
        found: 'Shop',
        found_type: 'text',
        why: 'client.name is "Shop", and “has to be "Shop"” stands inside not.',
      },
    ]);
  });

  it('200: how many of the last events it would have taken, and the latest of them', async () => {
    const all = await tried('writer', { event_id: passed, filter: {} });
    expect(all.recent).toMatchObject({ complete: true, since: expect.any(String) });
    expect(all.recent.taken).toBe(all.recent.looked_at);
    const some = await tried('writer', { filter: { 'data.amount': { gt: 0 }, 'client.name': 'Shop' } });
    expect(some.recent).toMatchObject({ looked_at: all.recent.looked_at, taken: 2 });
    expect(some.recent.latest.map(({ id }) => id)).toEqual([passed, caught]);
    expect((await tried('writer', { last: 1 })).recent).toMatchObject({ looked_at: 1, complete: true });
    expect((await tried('writer', { last: 0 })).recent).toMatchObject({
      looked_at: 0,
      taken: 0,
      since: null,
    });
  });

  it('200: the last event, where none is named, and a sample that never happened', async () => {
    expect((await tried('writer', {})).event?.id).toBe(blocked);
    const sample = { category: 'orders', data: { n: 1 } };
    const answer = await tried('writer', { sample, filter: { 'data.n': 1 } });
    expect(answer).toMatchObject({ event: { id: null, category: 'orders' }, takes: true });
    expect(JSON.parse(answer.body?.text ?? '')).toMatchObject({ data: { data: { n: 1 } } });
  });

  it('200: of a notice of the installation no filter decides, and none counts among the last events', async () => {
    const before = (await attempt('writer', {})).body as ChoiceTrialResult;
    const id = await inPgTransaction((client) =>
      raiseNotice(client, { name: 'told', title: 'Told', key: 'told', data: {} }),
    );
    const { status, body } = await attempt('writer', { event_id: id });
    expect([status, body]).toMatchObject([200, { notice: true, takes: null, unmet: [] }]);
    const after = (await attempt('writer', {})).body as ChoiceTrialResult;
    expect(after.event).toEqual(before.event);
    expect(after.recent.looked_at).toBe(before.recent.looked_at);
  });

  it('200: what is blocked is taken, and withheld', async () => {
    const answer = await tried('admin', { event_id: blocked, form: 'whole', masked: false });
    expect(answer).toMatchObject({ takes: true, withheld: 'The scan blocked this event.' });
    expect(JSON.stringify(answer)).not.toContain(CARD);
  });

  it('200: nobody who may not see the whole content learns anything of it', async () => {
    const probe = {
      event_id: caught,
      form: 'whole',
      masked: false,
      filter: { name: 'order.paid', 'data.card': CARD },
    };
    for (const who of ['writer', 'unmasker']) {
      const answer = await tried(who, probe);
      expect(answer).toMatchObject({ takes: false, seen: 'masked', recent: { taken: 0 } });
      expect(answer.unmet[0]).toMatchObject({ found: MASKED });
      expect(answer.body?.text).not.toContain(CARD);
    }
  });

  it('200: holders of findings:reveal try on what is delivered, with an audit row, when they ask for it', async () => {
    const reveals = () =>
      prisma().auditEntry.count({ where: { action: 'events.reveal', subjectId: caught } });
    const filter = { name: 'order.paid', 'data.card': CARD };
    const masked = await tried('seer', { event_id: caught, form: 'whole', filter });
    expect(masked).toMatchObject({ takes: false, seen: 'masked' });
    expect(await reveals()).toBe(0);
    const whole = await tried('seer', { event_id: caught, form: 'whole', filter, masked: false });
    expect(whole).toMatchObject({ takes: true, seen: 'delivered', recent: { taken: 1 } });
    expect(whole.body?.text).toContain(CARD);
    expect(await reveals()).toBe(1);
    const redacted = await tried('seer', { event_id: caught, form: 'redacted', filter, masked: false });
    expect(redacted).toMatchObject({ takes: false, seen: 'delivered' });
    expect(redacted.body?.text).not.toContain(CARD);
    expect(await reveals()).toBe(1);
  });

  it('200: the bodies of other kinds, and why there is none', async () => {
    const config = { url: 'https://example.com/', variables: { input: { id: '{{event.name}}' } } };
    const graphql = await tried('writer', { event_id: passed, kind: 'graphql', config });
    expect(JSON.parse(graphql.body?.text ?? '')).toMatchObject({
      variables: { input: { id: 'order.sent' } },
    });
    const unfinished = await tried('writer', {
      event_id: passed,
      kind: 'graphql',
      config: { url: 'nowhere' },
    });
    expect(unfinished).toMatchObject({ body: null, body_fault: expect.stringContaining('config.url') });
    expect(
      JSON.parse((await tried('writer', { event_id: passed, kind: 'log' })).body?.text ?? ''),
    ).toMatchObject({
      event: { id: passed },
    });
    const slack = {
      via: { type: 'webhook', url: 'https://example.com/x' },
      text: '*{{name}}* {{data.amount}}',
    };
    const posted = await tried('writer', { event_id: passed, kind: 'slack', config: slack });
    expect(JSON.parse(posted.body?.text ?? '')).toMatchObject({ text: '*order.sent* 20' });
    const provider = {
      type: 'twilio',
      account_sid: `AC${'0'.repeat(32)}`,
      secret: 'x',
      sender: { type: 'number', from: '+441632960000' },
    };
    const sms = { provider, to: '+441632960001', text: '{{name | upper}}' };
    const written = await tried('writer', { event_id: passed, kind: 'sms', config: sms });
    expect(written).toMatchObject({
      body: { text: 'ORDER.SENT', content_type: 'text/plain; charset=utf-8' },
    });
    const mail = {
      host: 'mail.example.com',
      from: 'a@example.com',
      to: ['b@example.com'],
      text: '{{data.amount}}',
    };
    const mailed = await tried('writer', { event_id: passed, kind: 'email', config: mail });
    expect(mailed.body?.text).toBe('Subject: orders: order.sent\n\n20');
    const large = { format: 'text', text: '{{data | json | url}}'.repeat(50) };
    const data = { text: '"'.repeat(20_000) };
    expect(await tried('writer', { sample: { data }, template: large })).toMatchObject({
      body: null,
      body_fault: 'The template makes more than 256 KiB of this event.',
    });
  });

  it('writes nothing and sends nothing', async () => {
    const count = async (): Promise<unknown> =>
      (await pool().query('SELECT (SELECT count(*) FROM deliveries), (SELECT count(*) FROM destinations)'))
        .rows;
    const before = await count();
    await tried('writer', { event_id: passed, kind: 'http', config: { url: 'http://127.0.0.1:1/' } });
    expect(await count()).toEqual(before);
  });

  it('403 without either permission', async () => {
    expect(await attempt('destinations', {})).toMatchObject({
      status: 403,
      body: { permission: 'events:read' },
    });
  });

  it('404, 409, 422', async () => {
    expect(await attempt('writer', { event_id: uuidv7() })).toMatchObject({ status: 404 });
    const [waiting] = await takeEvents(client, [{ name: 'waits' }]);
    expect(await attempt('writer', { event_id: waiting })).toMatchObject({ status: 409 });
    const faulty = await attempt('writer', {
      filter: { nme: 'x' },
      template: { format: 'json', text: '{' },
      sample: {},
      event_id: passed,
    });
    expect(faulty.status).toBe(422);
    expect(faultsOf(faulty)).toEqual(expect.arrayContaining(['filter.nme', 'template.text']));
    expect(faultsOf(await attempt('writer', { sample: {}, event_id: passed }))).toEqual(['sample']);
  });
});

it('a destination that is read tells form and template', async () => {
  const { body } = await create('admin', log('read'));
  const read = await callRoute(getDestination, {
    token: tokens.writer ?? '',
    params: { id: String(body.id) },
  });
  expect(read.body).toMatchObject({ form: 'redacted', template: null });
});
