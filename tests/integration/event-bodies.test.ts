import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as listEvents, POST as sendEvents } from '#app/api/v1/events/route.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';

useTestDatabase();
let client: TestClient;
beforeAll(async () => {
  client = await makeClient();
});
afterAll(closeScanner);

type Result = { status: string; id?: string; problem?: { status: number; errors: { path: string }[] } };
type Body = Record<string, unknown> & { id: string; results: Result[]; errors: { path: string }[] };

async function send(body: string | Uint8Array): Promise<{ status: number; body: Body }> {
  const headers = { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' };
  const request = new Request('http://localhost/api/v1/events', {
    method: 'POST',
    headers,
    body: body as BodyInit,
  });
  const response = await sendEvents(request);
  expect(response.headers.get('x-request-id')).toMatch(/^[\w.:-]{8,64}$/);
  return { status: response.status, body: (await response.json()) as Body };
}
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('400', () => {
  it('is said to bytes that are no JSON, whatever they are', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text, 'utf16le')),
      fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '}', ',', '\\', '\u0000'))
        .map(([json, at, put]) => {
          const cut = at % (json.length + 1);
          return Buffer.from(json.slice(0, cut) + put + json.slice(cut + 1));
        }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(sent);
        const { status, body } = await send(new Uint8Array(sent));
        expect(body).toMatchObject(status < 300 ? {} : { status, title: expect.any(String) });
        if (!isJson(text)) expect(status).toBe(400);
        else expect([202, 207, 400, 422]).toContain(status);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});

/** The members of an event, each with what is sent and whether the contract takes it. */
type Member = { sent: unknown; isGood: boolean };
const good = (values: fc.Arbitrary<unknown>) => values.map((sent): Member => ({ sent, isGood: true }));
const bad = (...values: unknown[]) =>
  fc.constantFrom(...values).map((sent): Member => ({ sent, isGood: false }));
const characters = (min: number, max: number) =>
  fc.string({ unit: 'grapheme', minLength: min, maxLength: max }).filter((text) => [...text].length <= max);
const label = good(characters(1, 30));
const badLabel = bad('', 7, true, [], {}, 'x'.repeat(129));
const FIELDS = {
  name: fc.oneof({ weight: 5, arbitrary: label }, badLabel, bad(null)),
  session_id: fc.oneof({ weight: 5, arbitrary: label }, good(fc.constant(null)), badLabel),
  category: fc.oneof({ weight: 5, arbitrary: label }, good(fc.constant(null)), badLabel),
  timestamp: fc.oneof(
    {
      weight: 5,
      arbitrary: good(fc.constantFrom(null, '2021-01-01 09:15:27.243860', '2021-01-01T09:15:27Z')),
    },
    bad('', 'now', 5, [], '2999-01-01T00:00:00Z', '2021-02-30T00:00:00Z', 'x'.repeat(65)),
  ),
  data: fc.oneof({ weight: 5, arbitrary: good(fc.jsonValue({ maxDepth: 3 })) }, bad('y'.repeat(262_143))),
  more: good(fc.jsonValue({ maxDepth: 1 })),
};
const near = fc.record(FIELDS, { requiredKeys: ['data'] }).map((members) => {
  const entries = Object.entries(members) as [string, Member][];
  const faults = entries.filter(([, { isGood }]) => !isGood).map(([name]) => name);
  if (!('name' in members)) faults.push('name');
  return { event: Object.fromEntries(entries.map(([name, { sent }]) => [name, sent])), faults };
});

describe('202, 207 and 422', () => {
  it('are said of an array by the events in it, each fault under its own place, and what was taken is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(near, { minLength: 1, maxLength: 8 }), async (given) => {
        const text = JSON.stringify(given.map(({ event }) => event));
        fc.pre(Buffer.byteLength(text) < 1024 * 1024 && !text.includes('\\u0000'));
        const { status, body } = await send(text);
        const refused = given.filter(({ faults }) => faults.length > 0).length;
        expect(status).toBe(refused === 0 ? 202 : refused < given.length ? 207 : 422);
        expect(body.results).toHaveLength(given.length);
        for (const [i, { status: said, problem }] of body.results.entries()) {
          const faults = given[i]?.faults ?? [];
          expect(said).toBe(faults.length > 0 ? 'refused' : 'accepted');
          for (const { path } of problem?.errors ?? [])
            expect(faults.map((name) => `[${i}].${name}`)).toContain(path);
        }
        const ids = body.results.flatMap(({ id }) => id ?? []);
        const { rows } = await pool().query('SELECT name FROM events WHERE id = ANY($1) ORDER BY id', [ids]);
        expect(rows.map(({ name }) => name)).toEqual(
          given.filter(({ faults }) => faults.length === 0).map(({ event }) => event.name),
        );
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

/** What a number means, however it is written. */
function meaning(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return '0';
  const bare = String(digits).replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + String(digits).length - bare.length;
  return `${number.startsWith('-') ? '-' : ''}${bare}e${power}`;
}
type Reviver = (key: string, value: unknown, at: { source: string }) => unknown;
/** JSON with its numbers by their meaning and its keys in one order. */
const canonical = (text: string): unknown => {
  const revive: Reviver = (_key, value, { source }) => {
    if (typeof value === 'number') return { number: meaning(source) };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return { object: Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) };
  };
  return (JSON.parse as (json: string, reviver: Reviver) => unknown)(text, revive);
};

describe('200', () => {
  const number = fc.oneof(
    fc.constantFrom(
      '-0',
      '-0.0',
      '1e400',
      '-1E-400',
      '1e-7',
      '12345678901234567890',
      '0.1',
      '1.10',
      '5e-324',
    ),
    fc.stringMatching(/^-?[1-9][0-9]{0,24}(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?$/),
  );
  const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((each) => !each.includes('\0'));
  const key = fc.oneof(
    text,
    fc.constantFrom('__proto__', 'constructor', 'toJSON', '😀', '', 'a.b', '0', 'rawJSON'),
  );
  const { json } = fc.letrec<{ json: string }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      number,
      text.map((each) => JSON.stringify(each)),
      fc.constantFrom('true', 'false', 'null', '[]', '{}'),
      fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc
        .uniqueArray(fc.tuple(key, tie('json')), { maxLength: 4, selector: ([name]) => name })
        .map(
          (members) => `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${inner}`).join(',')}}`,
        ),
    ),
  }));

  it('reads back what was sent: every digit, every key, every character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 12 }), async (contents) => {
        const { status, body } = await send(
          `[${contents.map((data) => `{"name":"x","data":${data}}`).join(',')}]`,
        );
        expect(status).toBe(202);
        const ids = body.results.map(({ id }) => id ?? '');
        await processEvents(ids);
        for (const [i, id] of ids.entries()) {
          const request = new Request(`http://localhost/api/v1/events/${id}`, {
            headers: { authorization: `Bearer ${client.token}` },
          });
          const response = await readEvent(request, { params: Promise.resolve({ id }) });
          expect(response.status).toBe(200);
          const answer = canonical(await response.text()) as { object: [string, unknown][] };
          const stored = Object.fromEntries(answer.object).data;
          expect(stored).toEqual(canonical(contents[i] as string));
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('and what is read back by a filter is found by its digits', async () => {
    const { body } = await send('{"name":"x","category":"digits","data":{"n":12345678901234567890.10}}');
    await processEvents([body.id]);
    const found = async (value: string): Promise<number> => {
      const path = `/api/v1/events?category=digits&data.n=${value}`;
      return ((await callRoute(listEvents, { path, token: client.token })).body.items as unknown[]).length;
    };
    expect(await found('12345678901234567890.10')).toBe(1);
    expect(await found('12345678901234567891.10')).toBe(0);
  });
});
