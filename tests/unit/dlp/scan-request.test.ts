import { describe, expect, it } from 'vitest';
import { compileSet } from '#lib/dlp/engine.ts';
import type { PatternDefinition } from '#lib/dlp/match.ts';
import { scanRequest } from '#lib/dlp/scan-document.ts';
import type { ScanSubject } from '#lib/dlp/scan-request.ts';
import { pattern } from './shipped-set.ts';

type Scope = Partial<PatternDefinition['scope']>;
const scoped = (scope: Scope) => compileSet([pattern({ regex: 'T-\\d{4}', scope })]);
const event: ScanSubject = {
  kind: 'event',
  category: 'billing',
  clientId: '0199a1c0-0000-7000-8000-00000000000b',
};

describe('the scope of a pattern', () => {
  const finds = (scope: Scope, subject: ScanSubject) =>
    scanRequest(scoped(scope), { subject, document: { note: 'T-1234' } }).matches.length === 1;

  it.each<[string, Scope, ScanSubject, boolean]>([
    ['no limit takes everything', {}, { kind: 'slack' }, true],
    ['a kind of subject', { subjects: ['file'] }, { kind: 'file' }, true],
    ['another kind of subject', { subjects: ['file'] }, event, false],
    ['the category', { categories: ['billing'] }, event, true],
    ['another category', { categories: ['support'] }, event, false],
    ['a category, for what has none', { categories: ['billing'] }, { kind: 'text' }, false],
    ['the client', { clients: ['0199a1c0-0000-7000-8000-00000000000b'] }, event, true],
    ['another client', { clients: ['0199a1c0-0000-7000-8000-00000000000c'] }, event, false],
    ['the channel', { channels: ['C1'] }, { kind: 'slack', channel: 'C1' }, true],
    ['another channel', { channels: ['C1'] }, { kind: 'slack', channel: 'C2' }, false],
    ['the kind of file', { file_kinds: ['pdf'] }, { kind: 'file', fileKind: 'pdf' }, true],
    ['another kind of file', { file_kinds: ['pdf'] }, { kind: 'file', fileKind: 'csv' }, false],
    ['two limits of which one does not hold', { subjects: ['event'], categories: ['x'] }, event, false],
  ])('%s', (_, scope, subject, expected) => {
    expect(finds(scope, subject)).toBe(expected);
  });

  it('is asked anew for each subject, keys found clean included', () => {
    const set = scoped({ categories: ['billing'] });
    const document = { 'T-1234': 1 };
    const count = (category: string) =>
      scanRequest(set, { subject: { kind: 'event', category }, document }).matches.length;
    expect([count('other'), count('billing'), count('other')]).toEqual([0, 1, 0]);
  });

  it.each<[string[], string[]]>([
    [['data.note'], ['data.note']],
    [['data'], ['data.note', 'data.notes', 'data.items[0].id', 'data.items[1].id']],
    [['data.items[*].id'], ['data.items[0].id', 'data.items[1].id']],
    [['data.items[1]'], ['data.items[1].id']],
    [
      ['*.note', 'other'],
      ['data.note', 'other'],
    ],
    [['dat'], []],
  ])('looks only under the paths %j', (paths, expected) => {
    const document = {
      data: { note: 'T-0001', notes: 'T-0002', items: [{ id: 'T-0003' }, { id: 'T-0004' }] },
      other: 'T-0005',
    };
    const { matches } = scanRequest(scoped({ paths }), { subject: event, document });
    expect(matches.map(({ path }) => path)).toEqual(expected);
  });
});

describe('pieces of text', () => {
  const set = compileSet([
    pattern({ regex: '\\b\\d{4}-\\d{4}\\b', context_words: ['badge'], confidence: 2 }),
  ]);
  const subject: ScanSubject = { kind: 'file', fileKind: 'xlsx' };

  it('are each looked into by themselves, and named by their place', () => {
    const segments = [
      { text: '1111-', place: 'Sheet1!A1' },
      { text: '1111', place: 'Sheet1!B1' },
      { text: 'see 2222-3333', place: 'Sheet1!C1' },
    ];
    const { matches } = scanRequest(set, { subject, segments });
    expect(matches.map(({ path, slot, value, start }) => ({ path, slot, value, start }))).toEqual([
      { path: 'Sheet1!C1', slot: 2, value: '2222-3333', start: 4 },
    ]);
  });

  it('take the column they stand under as context', () => {
    const segments = [
      { text: '1111-2222', place: 'A2', key: 'Badge number' },
      { text: '1111-2222', place: 'B2', key: 'Other' },
    ];
    const { matches } = scanRequest(set, { subject, segments });
    expect(matches.map(({ confidence }) => confidence)).toEqual([4, 2]);
  });
});
