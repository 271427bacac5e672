import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import { setEventAside } from '#lib/pipeline/set-event-aside.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool } from '#lib/platform/db.ts';
import type { CreatedSource } from '#lib/sources/schema.ts';
import { updateSource } from '#lib/sources/update-source.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeSource, sendWebhook, type WebhookAnswer } from '#tests/support/make-source.ts';
import { quietLog, storeDestination } from '#tests/support/peer-dispatch.ts';
import { envelope, PLAYBOOK, PULSE, SECURITY_EVENT } from '#tests/support/security-notifications.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

useTestDatabase();

const KEY = 'a key of the security receiver';
const UNAUTHENTICATED = '{"error": "You need to authenticated to access this API."}';
const UNPROCESSABLE = '{"error": "Unprocessable Entity"}';
const PAYLOADS = [
  ['a security event', SECURITY_EVENT],
  ['a pulse', PULSE],
  ['a playbook', PLAYBOOK],
] as const;

let server: Served;
let source: CreatedSource;
let admins: string;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  await startChangeFeed();
  server = await serveRoutes({}, { fastLane: true });
});
afterAll(async () => {
  await closeScanner();
  await stopChangeFeed();
  await server[Symbol.asyncDispose]();
});

/** Written with spaces, as senders do: nothing verifies that writes it anew. */
const spaced = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n */g, ' ');

const post = (body: unknown, more: Partial<Parameters<typeof sendWebhook>[1]> = {}): Promise<WebhookAnswer> =>
  sendWebhook(source, {
    origin: server.origin,
    path: '/v1/webhook',
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : spaced(body),
    ...more,
  });

const idsOf = async (): Promise<string[]> =>
  (
    await pool().query<{ id: string }>('SELECT id FROM events WHERE source_id = $1 ORDER BY id', [source.id])
  ).rows.map(({ id }) => id);
const countEvents = async (): Promise<number> => (await idsOf()).length;

const SECURITY_HEADERS = {
  'x-frame-options': 'DENY',
  'x-xss-protection': '1; mode=block',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};
const hasSecurityHeaders = ({ headers }: Pick<WebhookAnswer, 'headers'>): void => {
  for (const [name, value] of Object.entries(SECURITY_HEADERS))
    expect([name, headers.get(name)]).toEqual([name, value]);
};

describe('before there is a source named sqreen', () => {
  it('everybody is unknown at its address, in its own words', async () => {
    const body = '[{}]';
    const answer = await fetch(`${server.origin}/v1/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-sqreen-integrity': createHmac('sha256', '').update(body).digest('hex'),
      },
      body,
    });
    expect([answer.status, await answer.text()]).toEqual([401, UNAUTHENTICATED]);
    hasSecurityHeaders(answer);
  });
});

describe('the source named sqreen', () => {
  beforeAll(async () => {
    source = await makeSource({ name: 'sqreen', scheme: 'sqreen', secret: KEY, category: 'security' });
    // That there was none was remembered for a moment.
    await vi.waitFor(async () => expect((await post('{}')).status).toBe(422));
  });

  describe.each(['/v1/webhook', '/api/v1/webhooks/sqreen'])('at %s', (path) => {
    it.each(PAYLOADS)('cases 1 to 3: an array of %s, signed well, is taken', async (_, payload) => {
      const before = await countEvents();
      const answer = await post([{ ...payload, at: path }], { path });
      expect([answer.status, answer.text]).toEqual([200, '{"status":true}']);
      expect(await countEvents()).toBe(before + 1);
    });

    it.each(PAYLOADS)('cases 4 to 6: an array of %s, signed with another key, is not', async (_, payload) => {
      const before = await countEvents();
      const answer = await post([payload], { path, secret: 'another key' });
      expect([answer.status, answer.text]).toEqual([401, UNAUTHENTICATED]);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await countEvents()).toBe(before);
    });

    it.each(PAYLOADS)('case 7: %s as an object has the wrong shape', async (_, payload) => {
      const answer = await post(payload, { path });
      expect([answer.status, answer.text]).toEqual([422, UNPROCESSABLE]);
    });

    it.each([['{}'], ['[]'], ['null'], ['"text"'], ['7']])('case 8: %s has the wrong shape', async (body) => {
      const before = await countEvents();
      const answer = await post(body, { path });
      expect([answer.status, answer.text]).toEqual([422, UNPROCESSABLE]);
      expect(await countEvents()).toBe(before);
    });

    it('case 9: the signature is looked at before the shape, of whatever was sent', async () => {
      for (const body of [SECURITY_EVENT, [SECURITY_EVENT], [PULSE], [PLAYBOOK], '{"a":'])
        expect((await post(body, { path, secret: 'another key' })).status).toBe(401);
    });

    it('a missing signature is an unknown caller', async () => {
      const response = await fetch(server.origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: spaced([PULSE]),
      });
      expect([response.status, await response.text()]).toEqual([401, UNAUTHENTICATED]);
    });

    it('the signature is lower-case hex, neither trimmed nor folded', async () => {
      const body = spaced([PULSE]);
      const good = createHmac('sha256', KEY).update(body).digest('hex');
      for (const integrity of [
        good.toUpperCase(),
        `sha256=${good}`,
        `${good}00`,
        good.slice(1),
        'é'.repeat(32),
      ])
        expect((await post(body, { path, headers: { 'x-sqreen-integrity': integrity } })).status).toBe(401);
    });

    it('a body of another type has the wrong shape, malformed JSON is a bad request', async () => {
      const plain = await post([PULSE], { path, headers: { 'content-type': 'text/plain' } });
      expect([plain.status, plain.text]).toEqual([422, UNPROCESSABLE]);
      expect((await post('[{"a":', { path })).status).toBe(400);
    });

    it('takes 1,000 notifications and not one more, each as an event', async () => {
      const before = await countEvents();
      const many = (n: number) =>
        Array.from({ length: n }, (_, i) => ({ i, at: path, sqreen_payload_type: 'pulse' }));
      expect((await post(many(1_001), { path })).status).toBe(422);
      expect(await countEvents()).toBe(before);
      expect((await post(many(1_000), { path })).status).toBe(200);
      expect(await countEvents()).toBe(before + 1_000);
    });

    it('takes all of a delivery or nothing', async () => {
      const before = await countEvents();
      const answer = await post([PULSE, { ...PULSE, text: 'x'.repeat(300 * 1024) }], { path });
      expect([answer.status, answer.text]).toEqual([422, UNPROCESSABLE]);
      expect(await countEvents()).toBe(before);
      expect((await post([{ ...PULSE, at: path, n: 2 }, 'text', 7, null], { path })).status).toBe(200);
      expect(await countEvents()).toBe(before + 4);
    });

    it('takes the same bytes once, and an envelope once by its id however it comes', async () => {
      const before = await countEvents();
      const body = [
        { ...SECURITY_EVENT, at: path, once: true },
        envelope(PULSE, `m ${path}`),
        envelope(PLAYBOOK, null),
      ];
      for (let i = 0; i < 3; i++) expect((await post(body, { path })).status).toBe(200);
      expect(await countEvents()).toBe(before + 3);
      const again = [
        { ...envelope(PULSE, `m ${path}`), retry_count: 1 },
        { ...PULSE, at: path, other: true },
      ];
      expect((await post(again, { path })).status).toBe(200);
      expect(await countEvents()).toBe(before + 4);
    });

    it('refuses a body over 1 MiB', async () => {
      expect((await post([{ text: 'x'.repeat(1024 * 1024) }], { path })).status).toBe(413);
    });
  });

  it('names an event by what it is, and gives it the category of the source', async () => {
    await post([envelope(SECURITY_EVENT, 'named')]);
    const { rows } = await pool().query(
      "SELECT name, category, client_id, data->>'api_version' AS version FROM events WHERE external_id = 'named'",
    );
    expect(rows).toEqual([{ name: 'security_event', category: 'security', client_id: null, version: '2' }]);
  });

  it('carries the security headers on every answer of its own address, and allows POST alone', async () => {
    for (const answer of [
      await post([PULSE]),
      await post('{}'),
      await post([PULSE], { secret: 'x' }),
      await post('['),
    ])
      hasSecurityHeaders(answer);
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${server.origin}/v1/webhook`, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      hasSecurityHeaders(answer);
    }
  });
});

type Alert = {
  title: string;
  name: string;
  category: string;
  data: Record<string, unknown>;
  destinations: string[];
};
const alertsAbout = async (eventId: string): Promise<Alert[]> =>
  (
    await pool().query<Alert>(
      `SELECT e.name, e.category, e.data, e.data->>'title' AS title,
        ARRAY(SELECT d.destination_id FROM deliveries d WHERE d.event_id = e.id) AS destinations
        FROM events e WHERE e.name = 'security.internal_alert' AND e.data->>'link' = $1`,
      [`/events/${eventId}`],
    )
  ).rows;

describe('the internal alert', () => {
  let ordinary: string;
  beforeAll(async () => {
    admins = (await storeDestination({ name: 'Admins', kind: 'log', notices: true })).id;
    ordinary = (await storeDestination({ name: 'All', kind: 'log' })).id;
    await updateSource(systemContext('tests'), source.id, { own_application_id: 'app-own' });
  });

  let sent = 0;
  /** Sends one notification and processes it; answers the id of its event. */
  const process = async (element: unknown): Promise<string> => {
    const before = await idsOf();
    const marked = typeof element === 'object' ? { ...element, sent: sent++ } : element;
    expect((await post([marked])).status).toBe(200);
    const id = (await idsOf()).find((known) => !before.includes(known)) as string;
    await processEvents([id]);
    return id;
  };

  const own = { application_id: 'app-own' };
  it.each([
    ['a security event', { ...SECURITY_EVENT, ...own }, SECURITY_EVENT.humanized_description],
    ['a pulse', { ...PULSE, ...own }, PULSE.humanized_title],
    [
      'a playbook',
      { ...PLAYBOOK, application: { ...PLAYBOOK.application, id: 'app-own' } },
      'Block the address',
    ],
    ['an envelope', envelope({ ...SECURITY_EVENT, ...own }, 'own 1'), SECURITY_EVENT.humanized_description],
    [
      'an envelope of a playbook',
      envelope({ ...PLAYBOOK, application: { ...PLAYBOOK.application, id: 'app-own' } }, null),
      'Block the address',
    ],
    ['a notification of a kind nobody knows', { sqreen_payload_type: 'news', ...own }, 'news'],
  ])('is raised once for %s about the own application, to the admins', async (_, element, words) => {
    const [alert, ...more] = await alertsAbout(await process(element));
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      title: `[INTERNAL SECURITY ALERT] ${words}`,
      category: 'security',
      data: { source: 'sqreen', application_id: 'app-own' },
      destinations: [admins],
    });
  });

  it('tells of a security event and of a pulse what the admins were told before', async () => {
    const [event] = await alertsAbout(await process({ ...SECURITY_EVENT, ...own }));
    const { event_kind, humanized_description, event_category, date_occurred, environment, url } =
      SECURITY_EVENT;
    expect(event?.data).toMatchObject({
      event_kind,
      humanized_description,
      event_category,
      date_occurred,
      environment,
      url,
    });
    const [pulse] = await alertsAbout(await process({ ...PULSE, ...own }));
    const { humanized_title, pulse_genre, date_started, date_ended, blocked } = PULSE;
    expect(pulse?.data).toMatchObject({
      humanized_title,
      pulse_genre,
      environment,
      date_started,
      date_ended,
      blocked,
    });
  });

  it('finds the address of an envelope by its other name', async () => {
    const { url: event_url, ...rest } = SECURITY_EVENT;
    const [alert] = await alertsAbout(await process(envelope({ ...rest, ...own, event_url }, null)));
    expect(alert?.data.url).toBe(event_url);
  });

  it('is raised although members are missing', async () => {
    const [alert] = await alertsAbout(await process({ sqreen_payload_type: 'security_event', ...own }));
    expect(alert?.title).toBe('[INTERNAL SECURITY ALERT] security_event');
  });

  it.each([
    ['of another application', SECURITY_EVENT],
    ['of none', { ...PULSE, application_id: null }],
    ['without one', { sqreen_payload_type: 'pulse' }],
    ['that names it in another place', { ...PULSE, url: 'app-own', properties: own }],
    ['that is no object', 'app-own'],
  ])('is not raised for a notification %s', async (_, element) => {
    expect(await alertsAbout(await process(element))).toEqual([]);
  });

  it('is one for each notification of a delivery, and none again when the event is processed again', async () => {
    const before = await idsOf();
    const elements = [1, 2, 3].map((n) => ({ ...SECURITY_EVENT, ...own, n, batch: true }));
    expect((await post([...elements, { ...PULSE, batch: true }])).status).toBe(200);
    const ids = (await idsOf()).filter((id) => !before.includes(id));
    await Promise.all([processEvents(ids), processEvents(ids), processEvents(ids)]);
    await processEvents(ids);
    const alerts = await Promise.all(ids.map(alertsAbout));
    expect(alerts.map(({ length }) => length)).toEqual([1, 1, 1, 0]);
    expect(new Set(alerts.flat().flatMap(({ destinations }) => destinations))).toEqual(new Set([admins]));
  });

  it('is none again when the notification is sent again', async () => {
    const body = [{ ...SECURITY_EVENT, ...own, again: true }];
    for (let i = 0; i < 3; i++) {
      const before = await idsOf();
      await post(body);
      await processEvents((await idsOf()).filter((id) => !before.includes(id)));
    }
    const id = (await idsOf()).at(-1) as string;
    expect(await alertsAbout(id)).toHaveLength(1);
  });

  it('tells nothing that the scan would hide', async () => {
    const words = 'Paid with 4111 1111 1111 1111';
    const [alert] = await alertsAbout(
      await process({ ...SECURITY_EVENT, ...own, humanized_description: words }),
    );
    expect(JSON.stringify(alert)).not.toContain('4111 1111 1111');
    expect(alert?.title).toContain('1111');
  });

  it('is raised for an event that cannot be processed, without its content', async () => {
    using _quiet = quietLog();
    const before = await idsOf();
    await post([{ ...SECURITY_EVENT, ...own, aside: true }]);
    const id = (await idsOf()).find((known) => !before.includes(known)) as string;
    await setEventAside(id, new Error('tests'));
    const [alert, ...more] = await alertsAbout(id);
    expect(more).toEqual([]);
    expect(alert?.title).toBe('[INTERNAL SECURITY ALERT] notification');
    expect(JSON.stringify(alert?.data)).not.toContain('SQL');
  });

  it('an ordinary destination gets the event and no alert', async () => {
    const id = await process({ ...PULSE, ...own });
    const { rows } = await pool().query<{ destination_id: string }>(
      'SELECT destination_id FROM deliveries WHERE event_id = $1',
      [id],
    );
    expect(rows.map((row) => row.destination_id)).toContain(ordinary);
    expect((await alertsAbout(id)).flatMap(({ destinations }) => destinations)).not.toContain(ordinary);
  });

  it('is not raised once no application is set', async () => {
    await updateSource(systemContext('tests'), source.id, { own_application_id: null });
    await expect.poll(async () => (await alertsAbout(await process({ ...PULSE, ...own }))).length).toBe(0);
    expect(await alertsAbout(await process({ ...PULSE, application_id: null }))).toEqual([]);
  });
});
