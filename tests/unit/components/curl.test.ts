import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlDenial, listCurl, sendAgainCurl } from '#components/events/copy/curl.ts';

/** A shell takes its time to start on a busy machine. */
const SLOW = { timeout: 60_000 };

/** What a real shell hands to curl at each of these commands; curl itself only prints its arguments here. */
function argumentsOf(commands: readonly string[]): string[][] {
  const stub = 'curl() { printf "%s\\0" "$#" "$@"; }';
  const out = execFileSync('bash', ['-c', [stub, ...commands].join('\n')], {
    encoding: 'utf8',
    env: { ...process.env, TOKEN: 'the-token' },
  }).split('\0');
  const calls: string[][] = [];
  for (let at = 0; at < out.length - 1; at += Number(out[at]) + 1) {
    calls.push(out.slice(at + 1, at + 1 + Number(out[at])));
  }
  expect(calls).toHaveLength(commands.length);
  return calls;
}

const AWKWARD = [
  "'",
  '"',
  '`',
  '$',
  '\\',
  '!',
  '\n',
  '\r',
  '\t',
  ' ',
  '#',
  '@',
  '%',
  '$(x)',
  '$x',
  '&&',
  ';',
  '*',
  '~',
  '-',
  'é',
  '𝕏',
  'א',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ maxLength: 6, unit: 'binary' })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))
  .filter((made) => made.isWellFormed());
const json = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 3 });
const data = fc
  .oneof(json, fc.dictionary(text, text, { maxKeys: 4 }), text)
  .filter((value) => value !== null);

const AT = '2026-11-21T10:00:00.000Z';

const event = (fields: object) => ({
  session_id: null,
  category: 'checkout',
  name: 'order.paid',
  timestamp: AT,
  data: null,
  data_withheld: null,
  ...fields,
});
const ORIGIN = 'https://eye.example.com';

describe('an event as cURL', () => {
  it('reaches curl through a shell exactly as it was, whatever it holds', SLOW, () => {
    const sent = fc.record({ name: text, category: text, session_id: fc.option(text), data });
    fc.assert(
      // A shell is slow to start: each gets many commands.
      fc.property(fc.array(sent, { minLength: 40, maxLength: 60 }), (events) => {
        const calls = argumentsOf(events.map((fields) => sendAgainCurl(ORIGIN, event(fields))));
        for (const [index, [silent, url, flag, token, , type, raw, body = '']] of calls.entries()) {
          expect([silent, url, flag]).toEqual(['-sS', `${ORIGIN}/api/v1/events`, '-H']);
          expect([token, type, raw]).toEqual([
            'Authorization: Bearer the-token',
            'Content-Type: application/json',
            '--data-raw',
          ]);
          const { session_id, ...fields } = events[index] ?? {};
          const whole = { ...fields, ...(session_id === null ? {} : { session_id }), timestamp: AT };
          expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(whole)));
        }
      }),
      { numRuns: 3 },
    );
  });

  it('holds no token, and none of the ids by which it would be taken for the one that is there', () => {
    const command = sendAgainCurl(
      ORIGIN,
      Object.assign(event({ data: { a: 1 } }), {
        id: 'own-id',
        external_id: 'senders-id',
        client_id: 'client-id',
      }),
    );
    expect(command).toContain('"Authorization: Bearer $TOKEN"');
    expect(command).not.toMatch(/own-id|senders-id|client-id/);
  });

  it('leaves out what was not sent', () => {
    const body = argumentsOf([sendAgainCurl(ORIGIN, event({}))])[0]?.at(-1) ?? '';
    expect(Object.keys(JSON.parse(body))).toEqual(['category', 'name', 'timestamp']);
  });

  it('is denied while its content is not shown', () => {
    expect(curlDenial(event({ data_withheld: 'The event has not been scanned yet.' }))).toMatch(/not shown/);
    expect(curlDenial(event({}))).toBeNull();
  });
});

describe('a list as cURL', () => {
  it('asks through a shell for exactly what the list is asked for', SLOW, () => {
    const query = fc.dictionary(text, text, { maxKeys: 5 });
    fc.assert(
      fc.property(fc.array(query, { minLength: 40, maxLength: 60 }), (queries) => {
        const calls = argumentsOf(queries.map((asked) => listCurl(ORIGIN, asked)));
        for (const [index, [, url = '', , token]] of calls.entries()) {
          const address = new URL(url);
          expect(`${address.origin}${address.pathname}`).toBe(`${ORIGIN}/api/v1/events`);
          expect([...address.searchParams].toSorted()).toEqual(
            Object.entries(queries[index] ?? {}).toSorted(),
          );
          expect(token).toBe('Authorization: Bearer the-token');
          // curl takes these in an address for patterns of its own.
          expect(url).not.toMatch(/[[\]{}]/);
        }
      }),
      { numRuns: 3 },
    );
  });

  it('asks for everything where nothing is filtered', () => {
    expect(argumentsOf([listCurl(ORIGIN, {})])[0]?.[1]).toBe(`${ORIGIN}/api/v1/events`);
  });
});
