import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { documentAtFault } from '#lib/dlp/scan-failure.ts';
import { createScanPool, type ScanPool } from '#lib/dlp/scan-pool.ts';
import type { ScanRequest } from '#lib/dlp/scan-request.ts';
import { textFinder } from '#lib/dlp/text-finder.ts';
import { pattern, shippedPatterns } from './shipped-set.ts';

const events = (documents: readonly unknown[]): ScanRequest[] =>
  documents.map((document) => ({ subject: { kind: 'event' }, document }));

const pools: ScanPool[] = [];

function openPool(size = 1, options: { timeoutMs?: number; thread?: URL } = {}): ScanPool {
  const pool = createScanPool({ size, timeoutMs: 50, ...options });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const attacks: [string, string, number][] = [
  ['(a+)+$', `${'a'.repeat(28)}!`, 1],
  ['(a+)+$', `${'a'.repeat(50_000)}!`, 1],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(40), 0],
  ['(x+x+)+y', 'x'.repeat(5_000), 0],
  ['\\s+$', `${' '.repeat(50_000)}x`, 0],
  ['^(.*?,){11}P', `${'a,'.repeat(5_000)}b`, 0],
  ['[\\w.+-]+@[\\w-]+\\.[a-z]+', 'a'.repeat(60_000), 0],
  ['(a|aa)+$', `${'a'.repeat(60)}!`, 0],
  ['(a|ab?)+$', `${'a'.repeat(60)}!`, 0],
  ['^(\\w+\\s?)+$', `${'word '.repeat(40)}!`, 0],
];

describe('a pattern that backtracks without end', () => {
  it.each(attacks)('%s is ended, and finished in linear time', async (regex, text) => {
    const pool = openPool();
    const own = pattern({ regex });
    const card = '4111 1111 1111 1111';
    await pool.load([...shippedPatterns, own], 'v1');
    const { results } = await pool.scan(events([text, card]));
    expect(pool.restarts()).toBe(1);
    expect(results.map(({ unscannable }) => unscannable)).toEqual([null, null]);
    expect(results[1]?.matches.some(({ masked }) => masked === '************1111')).toBe(true);
    expect(pool.linearOnly()).toEqual([`${own.id}@1`]);

    const expected = textFinder(own)(text).length;
    expect(results[0]?.matches.filter(({ patternId }) => patternId === own.id)).toHaveLength(expected);
  });

  it('is remembered: the next document does not cost a thread', async () => {
    const pool = openPool();
    const own = pattern({ regex: '(x+x+)+y' });
    await pool.load([own], 'v1');
    await pool.scan(events(['x'.repeat(5_000)]));
    expect(pool.linearOnly()).toEqual([`${own.id}@1`]);
    expect(pool.restarts()).toBe(1);
    expect((await pool.scan(events(['x'.repeat(5_000)]))).results[0]?.unscannable).toBe(null);
    expect(pool.restarts()).toBe(1);
  });

  it('is given another chance in its next version', async () => {
    const pool = openPool();
    await pool.load([pattern({ regex: '(x+x+)+y' })], 'v1');
    await pool.scan(events(['x'.repeat(5_000)]));
    await pool.load([pattern({ regex: 'x+y', version: 2 })], 'v2');
    expect(pool.linearOnly()).toEqual([]);
  });

  it('does not hold up the scans on other threads', async () => {
    const pool = openPool(2);
    await pool.load([...shippedPatterns, pattern({ regex: '(x+x+)+y' })], 'v1');
    await pool.scan(events([{ warm: 'up' }]));
    const stuck = pool.scan(events(['x'.repeat(5_000)]));
    const order: string[] = [];
    void stuck.then(() => order.push('stuck'));
    for (let count = 0; count < 20; count += 1)
      await pool.scan(events([{ note: 'card 4111 1111 1111 1111' }]));
    order.push('others');
    await stuck;
    expect(order[0]).toBe('others');
  });
});

describe('the pool', () => {
  const pool = createScanPool({ size: 2, timeoutMs: 50 });
  afterAll(() => pool.close());

  it('refuses to scan before it has patterns', async () => {
    const empty = openPool();
    expect(() => empty.scan(events(['x']))).toThrow('No patterns have been loaded');
  });

  it('answers every batch in order and says with which set', async () => {
    await pool.load(shippedPatterns, 'v1');
    const batches = Array.from({ length: 50 }, (_, batch) =>
      Array.from({ length: 5 }, (_, index) => ({
        text: (batch + index) % 2 === 0 ? '4111 1111 1111 1111' : 'nothing',
      })),
    );
    const answers = await Promise.all(batches.map((documents) => pool.scan(events(documents))));
    answers.forEach(({ results, setVersion }, batch) => {
      expect(setVersion).toBe('v1');
      expect(results.map(({ matches }) => matches.length)).toEqual(
        batches[batch]?.map(({ text }) => (text === 'nothing' ? 0 : 1)),
      );
    });
  });

  it('keeps the digits of a number that a double cannot hold', async () => {
    await pool.load(shippedPatterns, 'v1');
    const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => object };
    const { results } = await pool.scan(events([{ card: rawJSON('4917610000000000003') }]));
    expect(results[0]?.matches[0]?.value).toBe('4917610000000000003');
  });

  it('scans with the new set as soon as it is loaded', async () => {
    await pool.load([pattern({ regex: 'abc' })], 'v2');
    expect(
      (await pool.scan(events(['abc 4111111111111111']))).results[0]?.matches.map(({ value }) => value),
    ).toEqual(['abc']);
    await pool.load([], 'v3');
    const { results, setVersion } = await pool.scan(events(['abc']));
    expect([results[0]?.matches, setVersion]).toEqual([[], 'v3']);
  });

  it('names the patterns it cannot take and works with the others', async () => {
    const { refused } = await pool.load(
      [pattern({ id: 'broken', regex: '(?=a)b' }), pattern({ regex: 'abc' })],
      'v4',
    );
    expect(refused.map(({ patternId }) => patternId)).toEqual(['broken']);
    expect((await pool.scan(events(['abc']))).results[0]?.matches).toHaveLength(1);
  });

  it('a document with no JSON form is unscannable and harms no other', async () => {
    await pool.load(shippedPatterns, 'v5');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const { results } = await pool.scan(events([circle, { card: '4111111111111111' }]));
    expect(results.map(({ unscannable }) => unscannable)).toEqual(['malformed', null]);
    expect(results[1]?.matches).toHaveLength(1);
  });

  it('once closed it answers nothing more', async () => {
    const closing = openPool();
    await closing.load(shippedPatterns, 'v1');
    const pending = closing.scan(events([{ a: 'x' }]));
    const outcome = pending.then(
      () => 'answered',
      () => 'refused',
    );
    await closing.close();
    expect(await outcome).toBe('refused');
    expect(() => closing.scan(events(['x']))).toThrow('shutting down');
  });
});

describe('a document that ends the thread', () => {
  const thread = new URL('../../support/crashing-scan-thread.ts', import.meta.url);
  const faultOf = (scan: Promise<unknown>): Promise<number | null> => scan.then(() => null, documentAtFault);

  it.each(['throw in the thread', 'end the thread'])('is named, and the pool goes on: %s', async (text) => {
    const pool = openPool(1, { thread });
    await pool.load(shippedPatterns, 'v1');
    await pool.scan(events(['a batch before', 'whose last document is not to blame']));
    expect(await faultOf(pool.scan(events(['one', 'two', text, 'four'])))).toBe(2);
    expect(await faultOf(pool.scan(events([text])))).toBe(0);
    const { results } = await pool.scan(events(['one', { card: '4111111111111111' }]));
    expect(results[1]?.matches).toHaveLength(1);
    expect([pool.restarts(), pool.linearOnly()]).toEqual([2, []]);
  });

  it('stands still at it: named among others, alone it counts as not to be scanned, and no pattern is to blame', async () => {
    const pool = openPool(1, { thread, timeoutMs: 2 });
    await pool.load([pattern({ regex: 'abc' })], 'v1');
    expect(await faultOf(pool.scan(events(['one', 'stop the thread'])))).toBe(1);
    const { results } = await pool.scan(events(['stop the thread']));
    expect(results[0]?.unscannable).toBe('timeout');
    expect(pool.linearOnly()).toEqual([]);
  }, 30_000);
});
