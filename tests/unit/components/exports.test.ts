import { describe, expect, it } from 'vitest';
import { cappedText, exportColumnsOf, rowsText, shareOf } from '#components/exports/export-words.ts';
import { filterWords } from '#components/exports/filter-words.ts';
import type { EventExport } from '#lib/events/exports/schema.ts';

const one = (over: Partial<EventExport>): EventExport => ({
  id: '01890000-0000-7000-8000-000000000000',
  format: 'csv',
  filter: {},
  columns: null,
  state: 'running',
  rows_written: 0,
  rows_estimated: null,
  row_limit: 1_000_000,
  capped: null,
  size_bytes: 0,
  error: null,
  created_at: '2026-11-25T10:00:00.000Z',
  created_by: { id: '01890000-0000-7000-8000-000000000001', email: 'anna@example.com' },
  finished_at: null,
  expires_at: '2026-11-26T10:00:00.000Z',
  ...over,
});

describe('a filter in words', () => {
  it('says the time first, then the text, then every field as the list does', () => {
    const filter = {
      verdict: 'block',
      q: 'paid',
      'not.category': 'test',
      'data.order': '7',
      to: '2026-11-25T10:00:00Z',
    };
    expect(filterWords(filter, 'UTC')).toEqual([
      { name: 'Time', value: 'Until 2026-11-25 10:00' },
      { name: 'Text', value: 'paid' },
      { name: 'Verdict', value: 'Block' },
      { name: 'Category is not', value: 'test' },
      { name: 'data.order', value: '7' },
    ]);
  });

  it('says nothing of one that takes every event', () => {
    expect(filterWords({}, 'UTC')).toEqual([]);
  });
});

describe('how far an export is', () => {
  it.each([
    [{ rows_written: 500, rows_estimated: 2_000 }, 0.25, '500 of ≈ 2,000 events'],
    [{ rows_written: 2_500, rows_estimated: 2_000 }, 0.99, '2,500 of ≈ 2,000 events'],
    [{ rows_written: 500, rows_estimated: null }, null, '500 events'],
    [{ rows_written: 0, rows_estimated: 0 }, null, '0 of ≈ 0 events'],
    [{ state: 'done', rows_written: 1, rows_estimated: 9 }, 1, '1 event'],
  ] as const)('%j', (over, share, text) => {
    expect([shareOf(one(over)), rowsText(one(over))]).toEqual([share, text]);
  });

  it('says when events were left out, and nothing when none were', () => {
    expect(cappedText(one({ state: 'done' }))).toBeNull();
    expect(cappedText(one({ state: 'done', capped: 'rows', rows_written: 1_000_000 }))).toBe(
      'More events match: only the newest 1,000,000 events are in it',
    );
  });
});

describe('the columns of the table', () => {
  it('become those of the file, in their order and once; what has no counterpart is left out', () => {
    expect(
      exportColumnsOf(['time', 'name', 'client', 'data.a.0', 'attributes.brand', 'name', 'sparkle']),
    ).toEqual(['timestamp', 'name', 'client_name', 'data.a.0', 'attributes.brand']);
  });
});
