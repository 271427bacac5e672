import { describe, expect, it } from 'vitest';
import { permissionSet } from '#lib/auth/authz/permission-set.ts';
import { type Actor, type Context, systemContext } from '#lib/auth/context.ts';
import { createDestination } from '#lib/dispatch/create-destination.ts';
import { deleteDestination } from '#lib/dispatch/delete-destination.ts';
import { startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { getDestination } from '#lib/dispatch/get-destination.ts';
import { listDestinations } from '#lib/dispatch/list-destinations.ts';
import { listEventDeliveries } from '#lib/dispatch/list-event-deliveries.ts';
import { openDestination } from '#lib/dispatch/open-destination.ts';
import { loadDestinations } from '#lib/dispatch/repo.ts';
import { rotateSigningSecret } from '#lib/dispatch/rotate-signing-secret.ts';
import {
  CreatedDestination,
  Delivery,
  Destination,
  DestinationChange,
  DestinationInput,
  DestinationWithHealth,
  TestResult,
} from '#lib/dispatch/schema.ts';
import { testDestination } from '#lib/dispatch/test-destination.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { Position } from '#lib/platform/keyset.ts';
import { verifyWebhook } from '#lib/platform/signature.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.1/32,hooks.test:443';
useTestDatabase();

const ctx = (): Context => systemContext('test');
const holding = (...permissions: string[]): Context => {
  const actor: Actor = {
    type: 'user',
    id: uuidv7(),
    email: 'u@example.com',
    held: permissionSet(permissions),
    sessionId: uuidv7(),
  };
  return { ...ctx(), actor };
};
const HEADERS = { 'x-api-key': 'key-0123456789' };
const http = (config: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): DestinationInput =>
  DestinationInput.parse({
    name: `hook ${uuidv7()}`,
    kind: 'http',
    config: { url: 'https://127.0.0.1/hook', ...config },
    ...rest,
  });
const audit = async (id: string): Promise<{ action: string; before: unknown; after: unknown }[]> =>
  (
    await pool().query('SELECT action, before, after FROM audit_entries WHERE subject_id = $1 ORDER BY id', [
      id,
    ])
  ).rows;
const stored = async (id: string): Promise<string> =>
  JSON.stringify((await pool().query('SELECT * FROM destinations WHERE id = $1', [id])).rows[0]);
const secretsOf = async (id: string): Promise<unknown> => {
  const [row] = await loadDestinations([id]);
  return row && openDestination(row).config;
};

describe('creating a destination', () => {
  it('tells the made signing secret once, keeps it sealed, masks it afterwards', async () => {
    const created = await createDestination(ctx(), http({ headers: HEADERS }));
    expect(CreatedDestination.strict().parse(created)).toEqual(created);
    expect(created.signing_secret).toMatch(/^whsec_/);
    expect(created.config).toEqual({
      url: 'https://127.0.0.1/hook',
      method: 'POST',
      auth: { type: 'none' },
      headers: { 'x-api-key': '••••••••' },
      signature: 'v1',
      signing_secret: '••••••••',
    });
    expect(await stored(created.id)).not.toContain('key-0123456789');
    expect(await stored(created.id)).not.toContain(created.signing_secret);
    expect(await secretsOf(created.id)).toMatchObject({
      headers: HEADERS,
      signing_secret: created.signing_secret,
    });
    const read = await getDestination(ctx(), created.id);
    expect(DestinationWithHealth.strict().parse(read)).toEqual(read);
    expect(JSON.stringify(read)).not.toContain('key-0123456789');
    expect(JSON.stringify(await audit(created.id))).not.toContain('whsec_');
  });

  it('does not repeat a signing secret that the caller brought', async () => {
    const signing_secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const created = await createDestination(ctx(), http({ signing_secret }));
    expect(created.signing_secret).toBeUndefined();
    expect(await secretsOf(created.id)).toMatchObject({ signing_secret });
  });

  it('leaves an audit row', async () => {
    const created = await createDestination(ctx(), http());
    expect(await audit(created.id)).toEqual([
      {
        action: 'destinations.create',
        before: null,
        after: expect.objectContaining({ name: created.name, kind: 'http' }),
      },
    ]);
  });

  it('refuses a name that is taken, whatever its case', async () => {
    const { name } = await createDestination(ctx(), http());
    await expect(createDestination(ctx(), http({}, { name: name.toUpperCase() }))).rejects.toMatchObject({
      code: 'conflict',
      details: { errors: [{ path: 'name' }] },
    });
  });

  it.each([
    'https://10.0.0.1/',
    'https://2130706432/',
    'http://169.254.169.254/latest/',
    'https://[::ffff:192.168.0.1]/',
    'https://user:pw@127.0.0.1/',
  ])('refuses %s with the path', async (url) => {
    await expect(createDestination(ctx(), http({ url }))).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'config.url', message: expect.any(String) }] },
    });
  });

  it('refuses a mask that stands for nothing', async () => {
    await expect(createDestination(ctx(), http({ headers: { 'x-a': '••••••••' } }))).rejects.toMatchObject({
      details: { errors: [{ path: 'config.headers.x-a' }] },
    });
  });

  it('refuses whoever lacks the permission', async () => {
    await expect(createDestination(holding('destinations:read'), http())).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('changing a destination', () => {
  it('keeps every secret that comes back masked, and takes a new one', async () => {
    const created = await createDestination(ctx(), http({ headers: { ...HEADERS, 'x-b': 'bbbbbb' } }));
    const config = {
      ...created.config,
      url: 'https://127.0.0.1/new?a=b',
      headers: { 'x-api-key': '••••••••', 'x-c': 'cccccc' },
    };
    const changed = await updateDestination(ctx(), created.id, DestinationChange.parse({ config }));
    expect(Destination.strict().parse(changed)).toEqual(changed);
    expect(changed.version).toBe(2);
    expect(await secretsOf(created.id)).toEqual({
      url: 'https://127.0.0.1/new?a=b',
      method: 'POST',
      auth: { type: 'none' },
      headers: { 'x-api-key': 'key-0123456789', 'x-c': 'cccccc' },
      signature: 'v1',
      signing_secret: created.signing_secret,
    });
  });

  it.each(['https://hooks.test/hook', 'https://127.0.0.1:8443/hook', 'http://127.0.0.1/hook'])(
    'asks for every secret anew when the address leads to %s',
    async (url) => {
      const created = await createDestination(ctx(), http({ headers: HEADERS }));
      const sent = { ...created.config, url };
      const message = 'has to be given anew, because url leads to another host';
      await expect(updateDestination(ctx(), created.id, { config: sent })).rejects.toMatchObject({
        code: 'invalid',
        details: {
          errors: expect.arrayContaining([
            { path: 'config.headers.x-api-key', message },
            { path: 'config.signing_secret', message },
          ]),
        },
      });
      expect(await secretsOf(created.id)).toMatchObject({ url: 'https://127.0.0.1/hook', headers: HEADERS });

      const headers = { 'x-api-key': 'another-0123456789' };
      const changed = await updateDestination(ctx(), created.id, { config: { url, headers } });
      expect(changed.signing_secret).toMatch(/^whsec_/);
      expect(changed.signing_secret).not.toBe(created.signing_secret);
      expect(await secretsOf(created.id)).toMatchObject({
        url,
        headers,
        signing_secret: changed.signing_secret,
      });
    },
  );

  it('asks for a client secret anew when its token endpoint is another', async () => {
    const auth = {
      type: 'oauth2',
      token_url: 'https://hooks.test/token',
      client_id: 'eye',
      client_secret: 'oauth-0123456789',
    };
    const created = await createDestination(ctx(), http({ auth }));
    expect(created.config.auth).toEqual({ ...auth, client_secret: '••••••••', client_auth: 'basic' });
    const moved = { ...(created.config.auth as object), token_url: 'https://127.0.0.1/token' };
    await expect(
      updateDestination(ctx(), created.id, { config: { ...created.config, auth: moved } }),
    ).rejects.toMatchObject({
      details: {
        errors: expect.arrayContaining([expect.objectContaining({ path: 'config.auth.client_secret' })]),
      },
    });
    const scoped = { ...(created.config.auth as object), scopes: ['events'] };
    await updateDestination(ctx(), created.id, { config: { ...created.config, auth: scoped } });
    expect(await secretsOf(created.id)).toMatchObject({ auth: { ...auth, scopes: ['events'] } });
  });

  it('keeps the signing secret when the config leaves it out', async () => {
    const created = await createDestination(ctx(), http());
    await updateDestination(
      ctx(),
      created.id,
      DestinationChange.parse({ config: { url: 'https://127.0.0.1/x' } }),
    );
    expect(await secretsOf(created.id)).toMatchObject({ signing_secret: created.signing_secret });
  });

  it('changes what is named and nothing else, with before and after in the audit', async () => {
    const created = await createDestination(
      ctx(),
      http({}, { rate_per_second: 2.5, retry_plan_ms: [1_000], filter: { category: 'x' } }),
    );
    const changed = await updateDestination(ctx(), created.id, {
      rate_per_second: null,
      retry_plan_ms: null,
    });
    const { signing_secret, ...before } = created;
    expect(changed).toEqual({
      ...before,
      rate_per_second: null,
      retry_plan_ms: null,
      version: 2,
      updated_at: expect.any(String),
    });
    expect((await audit(created.id))[1]).toMatchObject({
      action: 'destinations.update',
      before: { rate_per_second: 2.5, retry_plan_ms: [1_000] },
      after: { rate_per_second: null, retry_plan_ms: null },
    });
  });

  it('refuses a config of the wrong form with its path', async () => {
    const { id } = await createDestination(ctx(), http());
    const config = { url: 'https://127.0.0.1/', headers: { 'bad name': 'x' }, more: 1 };
    await expect(updateDestination(ctx(), id, { config })).rejects.toMatchObject({
      code: 'invalid',
      details: {
        errors: expect.arrayContaining([expect.objectContaining({ path: 'config.headers.bad name' })]),
      },
    });
  });

  it('refuses the second of two configs that were drawn up on the same version', async () => {
    const { id } = await createDestination(ctx(), http());
    const change = (path: string): Promise<unknown> =>
      updateDestination(ctx(), id, { config: { url: `https://127.0.0.1/${path}` } });
    const holder = await pool().connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM destinations WHERE id = $1 FOR UPDATE', [id]);
    const both = Promise.allSettled([change('a'), change('b')]);
    const waiting =
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    await until(async () => expect((await pool().query(waiting)).rowCount).toBe(2));
    await holder.query('COMMIT');
    holder.release();
    const results = await both;
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict' },
    });
  });

  it('answers not_found for what is unknown or deleted', async () => {
    const { id } = await createDestination(ctx(), http());
    await deleteDestination(ctx(), id);
    for (const gone of [id, uuidv7()]) {
      await expect(updateDestination(ctx(), gone, { enabled: false })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(getDestination(ctx(), gone)).rejects.toMatchObject({ code: 'not_found' });
      await expect(deleteDestination(ctx(), gone)).rejects.toMatchObject({ code: 'not_found' });
      await expect(testDestination(ctx(), gone)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('needs the permission, in every verb', async () => {
    const { id } = await createDestination(ctx(), http());
    const reader = holding('destinations:read', 'events:read');
    await expect(updateDestination(reader, id, { enabled: false })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(deleteDestination(reader, id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(testDestination(reader, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await getDestination(reader, id)).enabled).toBe(true);
    const stranger = holding();
    await expect(getDestination(stranger, id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listDestinations(stranger, { limit: 5, position: null })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(listEventDeliveries(stranger, uuidv7())).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('rotating the secret that a destination signs with', () => {
  it('lets the old one sign beside the new for the overlap, and no longer', async () => {
    await using peer = await startHttpPeer();
    const created = await createDestination(ctx(), http({ url: peer.origin }));
    const rotated = await rotateSigningSecret(ctx(), created.id, { overlap: '1h', signature: undefined });
    expect(CreatedDestination.strict().parse(rotated)).toEqual(rotated);
    expect(rotated.signing_secret).not.toBe(created.signing_secret);
    const [until = ''] = Object.keys(rotated.config.retiring_secrets as object);
    expect(rotated.config.retiring_secrets).toEqual({ [until]: '••••••••' });
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_590_000);
    expect(await stored(created.id)).not.toContain(created.signing_secret);

    const verifies = async (key: string): Promise<boolean> => {
      await testDestination(ctx(), created.id);
      const call = peer.calls.at(-1);
      const headers = call?.headers as Record<string, string>;
      return verifyWebhook(key, call?.body ?? '', { headers, now: new Date() });
    };
    expect(await verifies(rotated.signing_secret as string)).toBe(true);
    expect(await verifies(created.signing_secret as string)).toBe(true);

    // What the product set comes back with every read and is no part of what is written.
    const { signing_secret: _told, ...read } = rotated;
    await updateDestination(ctx(), created.id, { config: { ...read.config, method: 'PUT' } });
    expect(await verifies(created.signing_secret as string)).toBe(true);

    const last = await rotateSigningSecret(ctx(), created.id, { overlap: 'now', signature: 'v1a' });
    expect(last.config).toMatchObject({ signature: 'v1a', public_key: expect.stringMatching(/^whpk_/) });
    expect(last.config).not.toHaveProperty('retiring_secrets');
    expect(last.signing_secret).toMatch(/^whsk_/);
    expect(await verifies(last.config.public_key as string)).toBe(true);
    expect(await verifies(created.signing_secret as string)).toBe(false);
    expect(await verifies(rotated.signing_secret as string)).toBe(false);
    expect((await audit(created.id)).map(({ action }) => action)).toContain('destinations.rotate');
    expect(JSON.stringify(await audit(created.id))).not.toMatch(/whsec_|whsk_/);
  });

  it('leaves alone how requests are signed when a change says nothing of it', async () => {
    const created = await createDestination(ctx(), http({ signature: 'v1a' }));
    expect(created.signing_secret).toMatch(/^whsk_/);
    const url = 'https://127.0.0.1/other';
    const changed = await updateDestination(ctx(), created.id, { config: { url } });
    expect(changed).not.toHaveProperty('signing_secret');
    expect(changed.config).toMatchObject({ url, signature: 'v1a', public_key: created.config.public_key });
    const sent = { ...changed.config, signature: 'v1' };
    await expect(updateDestination(ctx(), created.id, { config: sent })).rejects.toMatchObject({
      details: { errors: [{ path: 'config.signing_secret', message: expect.stringContaining('whsec_') }] },
    });
  });

  it('is refused for a kind that signs nothing, without the permission, and for what is not there', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    const input = { overlap: '24h', signature: undefined } as const;
    await expect(rotateSigningSecret(ctx(), id, input)).rejects.toMatchObject({ code: 'invalid' });
    await expect(rotateSigningSecret(ctx(), uuidv7(), input)).rejects.toMatchObject({ code: 'not_found' });
    await expect(rotateSigningSecret(holding('destinations:read'), id, input)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('keeps at most five old ones', async () => {
    const { id } = await createDestination(ctx(), http());
    const rotate = () => rotateSigningSecret(ctx(), id, { overlap: '7d', signature: undefined });
    for (let i = 0; i < 5; i++) await rotate();
    await expect(rotate()).rejects.toMatchObject({ code: 'conflict' });
    const ended = await rotateSigningSecret(ctx(), id, { overlap: 'now', signature: undefined });
    expect(ended.config).not.toHaveProperty('retiring_secrets');
  });
});

describe('deleting a destination', () => {
  it('forgets its secrets, frees its name, leaves an audit row', async () => {
    const created = await createDestination(ctx(), http({ headers: HEADERS }));
    await deleteDestination(ctx(), created.id);
    const { rows } = await pool().query('SELECT secrets_sealed, enabled FROM destinations WHERE id = $1', [
      created.id,
    ]);
    expect(rows).toEqual([{ secrets_sealed: null, enabled: false }]);
    await expect(createDestination(ctx(), http({}, { name: created.name }))).resolves.toMatchObject({
      name: created.name,
    });
    expect((await audit(created.id)).map(({ action }) => action)).toEqual([
      'destinations.create',
      'destinations.delete',
    ]);
  });
});

describe('testing a destination', () => {
  it('sends a sample and shows request and answer, secrets hidden', async () => {
    await using peer = await startHttpPeer((call, response) => {
      response.writeHead(418).end(`you said ${call.headers['x-api-key']}`);
    });
    const { id } = await createDestination(ctx(), http({ url: peer.origin, headers: HEADERS }));
    const result = await testDestination(ctx(), id);
    expect(TestResult.strict().parse(result)).toEqual(result);
    expect(result).toMatchObject({
      result: 'refused',
      status_code: 418,
      error: 'Answered 418.',
      response: 'you said ••••••••',
    });
    expect(JSON.parse(result.request.body ?? '')).toMatchObject({ type: 'test delivery' });
    expect(result.request.headers['x-api-key']).toBe('••••••••');
    expect(peer.calls).toHaveLength(1);
    expect((await audit(id)).at(-1)).toMatchObject({
      action: 'destinations.test',
      after: { result: 'refused', status_code: 418 },
    });
    expect(await readDeliveries(id)).toEqual([]);
  });
});

describe('listing destinations', () => {
  it('pages by name, forth and back', async () => {
    await pool().query('UPDATE destinations SET deleted_at = now() WHERE deleted_at IS NULL');
    for (const name of ['e', 'b', 'd', 'a', 'c']) await createDestination(ctx(), http({}, { name }));
    const page = async (position: Position | null): ReturnType<typeof listDestinations> =>
      listDestinations(ctx(), { limit: 2, position });
    const names = ({ items }: Awaited<ReturnType<typeof listDestinations>>): string =>
      items.map(({ name }) => name).join('');
    const first = await page(null);
    const second = await page(first.next);
    const third = await page(second.next);
    expect([names(first), names(second), names(third)]).toEqual(['ab', 'cd', 'e']);
    expect([first.prev, third.next]).toEqual([null, null]);
    expect(names(await page(third.prev))).toBe('cd');
    expect(names(await page(second.prev))).toBe('ab');
  });
});

describe('health and deliveries', () => {
  it('count what was delivered, failed, waits and is under way', async () => {
    let broken = false;
    await using peer = await startHttpPeer((_call, response) => {
      if (broken) response.writeHead(410).end('db-7.internal is full');
      else response.end('ok');
    });
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const [good, bad, waiting] = await storeEvents([{}, {}, {}]);
    const loop = startDeliveryLoop();
    try {
      await storeDeliveries(destination.id, [good as string]);
      loop.wake();
      await until(async () => expect((await getDestination(ctx(), destination.id)).health.delivered).toBe(1));
      broken = true;
      await storeDeliveries(destination.id, [bad as string]);
      loop.wake();
      await until(async () => expect((await getDestination(ctx(), destination.id)).health.failed).toBe(1));
    } finally {
      await loop.stop();
    }
    await storeDeliveries(destination.id, [waiting as string]);
    const { health } = await getDestination(ctx(), destination.id);
    expect(health).toMatchObject({ delivered: 1, failed: 1, success_rate: 0.5, backlog: 1, in_flight: 0 });
    expect(Date.parse(health.oldest_waiting_at ?? '')).toBeLessThanOrEqual(Date.now());
    const listed = await listDestinations(ctx(), { limit: 100, position: null });
    expect(listed.items.find(({ id }) => id === destination.id)?.health).toEqual(health);

    const [delivery] = await listEventDeliveries(ctx(), bad as string);
    expect(Delivery.strict().parse(delivery)).toEqual(delivery);
    expect(delivery).toMatchObject({
      destination: destination.name,
      kind: 'http',
      status: 'dead',
      reason: 'Answered 410.',
      attempts: [
        {
          number: 1,
          outcome: 'refused',
          status_code: 410,
          next_attempt_at: null,
          error: 'Answered 410.',
          response: 'db-7.internal is full',
          request: {
            method: 'POST',
            url: peer.origin,
            headers: { 'webhook-id': delivery?.id },
            body: expect.stringContaining(`"id":"${bad}"`),
          },
        },
      ],
    });
    const actor = { type: 'client', id: uuidv7(), name: 'Shop', allowedCategories: [] } as const;
    const [outside] = await listEventDeliveries({ ...ctx(), actor }, bad as string);
    expect(outside).toEqual({
      ...delivery,
      reason: null,
      attempts: [{ ...delivery?.attempts[0], error: null, response: null, request: null }],
    });
    expect(await listEventDeliveries(ctx(), waiting as string)).toMatchObject([
      { status: 'pending', attempts: [] },
    ]);
  });

  it('are all zero for a destination without deliveries', async () => {
    const { id } = await createDestination(ctx(), http());
    const { hours, ...health } = (await getDestination(ctx(), id)).health;
    expect(hours.map(({ delivered, failed }) => delivered + failed)).toEqual(Array(24).fill(0));
    expect(health).toEqual({
      delivered: 0,
      failed: 0,
      success_rate: null,
      calls_per_second: 0,
      answer_ms: null,
      backlog: 0,
      in_flight: 0,
      oldest_waiting_at: null,
      last_delivered_at: null,
      breaker: { state: 'closed', opened_at: null, next_probe_at: null, failed_half_opens: 0 },
    });
  });
});
