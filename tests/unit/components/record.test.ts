import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkInput } from '#components/record/check-input.ts';
import { durationText, parseDuration } from '#components/record/duration-text.ts';
import { readJson } from '#components/record/json-draft.ts';
import { listChanges } from '#components/record/list-changes.ts';
import { isApiProblem } from '#components/ui/api.ts';

describe('a duration as people write it', () => {
  it('reads back every number of milliseconds it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 86_400_000 }), (durationMs) => {
        expect(parseDuration(durationText(durationMs))).toBe(durationMs);
      }),
    );
  });

  it.each([
    ['500 ms', 500],
    ['15s', 15_000],
    ['1.5 h', 5_400_000],
    ['1 h 30 min', 5_400_000],
    [' 2D ', 172_800_000],
  ])('takes %j', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each(['', '15', 'soon', '5 parsecs', '-5 s', '5 s,', 's', '1 min of'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('what changed between two values', () => {
  it('names each place with both values, the removed ones last', () => {
    const before = { name: 'a', gone: 1, deep: { kept: true, list: [{ x: 1 }] }, words: ['one'] };
    const after = { name: 'b', deep: { kept: true, list: [{ x: 2 }], more: null }, words: ['one', 'two'] };
    expect(listChanges(before, after)).toEqual([
      { path: 'name', kind: 'changed', before: 'a', after: 'b' },
      { path: 'deep.kept', kind: 'same', before: 'true', after: 'true' },
      { path: 'deep.list[0].x', kind: 'changed', before: '1', after: '2' },
      { path: 'deep.more', kind: 'added', before: null, after: 'null' },
      { path: 'words', kind: 'changed', before: '["one"]', after: '["one","two"]' },
      { path: 'gone', kind: 'removed', before: '1', after: null },
    ]);
  });

  it('takes a missing side as nothing at all', () => {
    expect(listChanges(null, { a: 1 }).map(({ kind }) => kind)).toEqual(['added']);
    expect(listChanges({ a: 1 }, null).map(({ kind }) => kind)).toEqual(['removed']);
    expect(listChanges(null, undefined)).toEqual([]);
  });

  it('finds nothing between a value and itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(listChanges(value, value).filter(({ kind }) => kind !== 'same')).toEqual([]);
      }),
    );
  });
});

describe('a check before sending', () => {
  const schema = z.strictObject({ name: z.string().min(1), list: z.array(z.object({ n: z.int().max(3) })) });

  it('says nothing when the schema takes it', () => {
    expect(() => checkInput(schema, { name: 'a', list: [{ n: 3 }] })).not.toThrow();
  });

  it('throws a problem with every path, as the API would', () => {
    let thrown: unknown;
    try {
      checkInput(schema, { name: '', list: [{ n: 1 }, { n: 4 }] });
    } catch (error) {
      thrown = error;
    }
    expect(isApiProblem(thrown)).toBe(true);
    expect(thrown).toMatchObject({
      errors: [
        { path: 'name', message: 'Fill this in.' },
        { path: 'list[1].n', message: 'At most 3.' },
      ],
    });
  });
});

describe('JSON as it is being typed', () => {
  it('is its value when it is JSON', () => {
    expect(readJson('{"a": [1]}')).toEqual({ ok: true, value: { a: [1] } });
  });

  it('says in which line it stops being JSON', () => {
    const draft = readJson('{\n  "category": "orders",\n  severity: 1\n}');
    expect(draft).toMatchObject({ ok: false, fault: expect.stringContaining('line 3, column 3') });
  });

  it('says something for every text that is none', () => {
    for (const text of ['', '{', 'nope', '[1,]']) {
      expect(readJson(text)).toMatchObject({ ok: false, fault: expect.stringMatching(/^is not JSON: ./) });
    }
  });
});
