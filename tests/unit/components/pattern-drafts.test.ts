import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, inputOf, NEW_PATTERN, sampleFaultPath } from '#components/patterns/pattern-draft.ts';
import { cutAtSpans, shiftSpans } from '#components/patterns/shift-matches.ts';
import { changedFields } from '#components/record/changed-fields.ts';
import { type Pattern, PatternInput } from '#lib/dlp/schema.ts';

const pattern: Pattern = {
  ...PatternInput.parse({
    name: 'Employee number',
    regex: 'EMP-(\\d{6})',
    value_group: 1,
    keywords: ['EMP-'],
    samples: { match: ['EMP-123456'], no_match: [] },
  }),
  id: '0199a1c0-0000-7000-8000-000000000001',
  version: 4,
  built_in: false,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};

describe('a pattern while it is written', () => {
  it('starts from what the API takes, as a draft, but for its name and regex', () => {
    const { input, written } = { input: inputOf(NEW_PATTERN), written: { name: 'x', regex: 'y' } };
    expect(PatternInput.parse({ ...input, ...written })).toEqual({
      ...PatternInput.parse(written),
      state: 'draft',
    });
  });

  it('becomes the same pattern again when nothing was changed', () => {
    expect(changedFields(pattern, inputOf(draftOf(pattern)))).toEqual({});
  });

  it('sends only what was changed', () => {
    const draft = { ...draftOf(pattern), action: 'block' as const, value_group: ' number ' };
    expect(changedFields(pattern, inputOf(draft))).toEqual({ action: 'block', value_group: 'number' });
  });

  it('reads a group as number, name or none', () => {
    const groupOf = (value_group: string) => inputOf({ ...NEW_PATTERN, value_group }).value_group;
    expect([groupOf('2'), groupOf('card'), groupOf(' ')]).toEqual([2, 'card', null]);
  });

  it('drops empty samples, and puts a fault back where its sample stands', () => {
    const draft = { ...NEW_PATTERN, samples: { match: ['', 'a', '', 'b'], no_match: [''] } };
    expect(inputOf(draft).samples).toEqual({ match: ['a', 'b'], no_match: [] });
    expect(sampleFaultPath('samples.match[1]', draft)).toBe('samples.match[3]');
    expect(sampleFaultPath('regex', draft)).toBe('regex');
  });
});

const words = fc
  .array(fc.constantFrom('a', 'bb', ' ', '\n', 'ccc'), { maxLength: 30 })
  .map((all) => all.join(''));

describe('marks in a text that is typed on', () => {
  it('stay on the same letters wherever the text did not change', () => {
    fc.assert(
      fc.property(words, words, words, words, (head, middle, inserted, tail) => {
        const tried = head + middle + tail;
        const text = head + inserted + tail;
        const spans = [
          { start: 0, end: head.length },
          { start: tried.length - tail.length, end: tried.length },
        ];
        for (const span of shiftSpans(spans, tried, text)) {
          const [before, after] = [head, tail];
          expect([before, after]).toContain(text.slice(span.start, span.end));
        }
      }),
    );
  });

  it('vanish where it did', () => {
    expect(shiftSpans([{ start: 4, end: 8 }], 'abc 1234 def', 'abc 12x4 def')).toEqual([]);
    expect(shiftSpans([{ start: 4, end: 8 }], 'abc 1234', 'now abc 1234')).toEqual([{ start: 8, end: 12 }]);
  });

  it('cut the text into pieces that are the text again', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(40), fc.nat(8)).map(([start, length]) => ({ start, end: start + length })),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(words, spans, (text, all) => {
        const pieces = cutAtSpans(text, all);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const { text: piece, span } of pieces) {
          if (span) expect(piece).toBe(text.slice(span.start, span.end));
        }
      }),
    );
  });
});
