import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClientActor } from '#lib/auth/context.ts';
import { checkEvent } from '#lib/events/check-event.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { parseExactJson } from '#lib/platform/json.ts';

const client: ClientActor = {
  type: 'client',
  id: '0199a1c0-0000-7000-8000-000000000001',
  name: 'shop',
  allowedCategories: [],
};
const NOW = Date.now() + 3_600_000;

const refusal = (given: unknown, at = '', sender = client): [code: string, ...paths: string[]] => {
  try {
    checkEvent(sender, given, { at });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [error.code, ...(error.details.errors ?? []).map(({ path }) => path)];
  }
  return ['taken'];
};

afterEach(() => vi.useRealTimers());
const freeze = (): void => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] });

describe('an event', () => {
  it('with nothing but a name gets its defaults and the time of receipt', () => {
    const row = checkEvent(client, { name: 'x' }, { at: '' });
    expect(row).toMatchObject({
      externalId: null,
      sessionId: null,
      category: 'default',
      name: 'x',
      dataJson: 'null',
    });
    expect(row.occurredMs).toBe(row.receivedMs);
    expect(Math.abs(row.receivedMs - Date.now())).toBeLessThan(5_000);
  });

  it('may say null where it may say nothing', () => {
    const given = { name: 'x', session_id: null, category: null, timestamp: null, data: null };
    expect(checkEvent(client, given, { at: '' })).toMatchObject({ sessionId: null, category: 'default' });
  });

  it('keeps body as data.body', () => {
    expect(checkEvent(client, { name: 'x', body: 'hello' }, { at: '' }).dataJson).toBe('{"body":"hello"}');
  });

  it('keeps every digit of its numbers', () => {
    const given = parseExactJson('{"name":"x","data":{"n":12345678901234567890.5}}');
    expect(checkEvent(client, given, { at: '' }).dataJson).toBe('{"n":12345678901234567890.5}');
  });

  it('may come from a clock that is 5 s ahead, and no more', () => {
    freeze();
    const at = (ms: number): { name: string; timestamp: string } => ({
      name: 'x',
      timestamp: new Date(NOW + ms).toISOString(),
    });
    expect(checkEvent(client, at(5_000), { at: '' }).occurredMs).toBe(NOW + 5_000);
    expect(refusal(at(5_001))).toEqual(['invalid', 'timestamp']);
  });
});

describe('an event that breaks a rule', () => {
  it.each<[unknown, ...string[]]>([
    [null, ''],
    ['text', ''],
    [[], ''],
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'x'.repeat(129) }, 'name'],
    [{ name: 'x', category: '', session_id: '' }, 'session_id', 'category'],
    [{ name: 'x', id: 'y'.repeat(129) }, 'id'],
    [{ name: 'x', id: null }, 'id'],
    [{ name: 'x', timestamp: 'soon' }, 'timestamp'],
    [{ name: 'x', timestamp: 1609492527 }, 'timestamp'],
    [{ name: 'x', body: '' }, 'body'],
    [{ name: 'x', body: 'y'.repeat(10_001) }, 'body'],
    [{ name: 'x', body: 'y', data: {} }, 'body'],
    [{ name: 'x', data: 'y'.repeat(256 * 1024) }, 'data'],
    [{ name: 'x', data: 'ö'.repeat(128 * 1024) }, 'data'],
  ])('%.60j is refused with the path of every fault', (given, ...paths) => {
    expect(refusal(given)).toEqual(['invalid', ...paths]);
  });

  it('takes data up to its limit, counted in bytes', () => {
    const limit = 256 * 1024 - 2;
    expect(refusal({ name: 'x', data: 'y'.repeat(limit) })).toEqual(['taken']);
    expect(refusal({ name: 'x', data: 'ö'.repeat(limit / 2) })).toEqual(['taken']);
    expect(refusal({ name: 'x', data: `ö${'y'.repeat(limit - 1)}` })).toEqual(['invalid', 'data']);
  });

  it('takes a number by the digits it has once it is written out', () => {
    const data = (text: string): string[] => refusal({ name: 'x', data: parseExactJson(text) });
    expect(data('[1e300,5e-324,1e400,-1.25E-400,1e131071]')).toEqual(['taken']);
    expect(data('[1e131071,1e131071]')).toEqual(['invalid', 'data']);
    expect(data(`[${Array(900).fill('1e308').join(',')}]`)).toEqual(['invalid', 'data']);
    expect(data(`["${'1e131071 '.repeat(100)}","\\\\",{"1e131071":"9e9e9","2e131071":0}]`)).toEqual([
      'taken',
    ]);
  });

  it.each([
    '1e131072',
    '1e999999',
    '1e-16384',
    `${'9'.repeat(131_073)}`,
    `0.${'3'.repeat(16_384)}`,
    '-1E99999999999',
  ])('refuses %.20s, which PostgreSQL cannot keep', (number) => {
    expect(refusal({ name: 'x', data: parseExactJson(`{"n":["\\"",${number}]}`) })).toEqual([
      'invalid',
      'data',
    ]);
  });

  it('names its place in an array', () => {
    expect(refusal({ name: 'x', timestamp: 'soon' }, '[3]')).toEqual(['invalid', '[3].timestamp']);
    expect(refusal(null, '[3]')).toEqual(['invalid', '[3]']);
  });
});

describe('the categories of a client', () => {
  const shop = { ...client, allowedCategories: ['shop'] };
  it('let it send those and no others, the default one included', () => {
    expect(refusal({ name: 'x', category: 'shop' }, '', shop)).toEqual(['taken']);
    expect(refusal({ name: 'x', category: 'Shop' }, '', shop)).toEqual(['forbidden', 'category']);
    expect(refusal({ name: 'x' }, '[2]', shop)).toEqual(['forbidden', '[2].category']);
  });
});
