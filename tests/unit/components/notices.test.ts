import { describe, expect, it } from 'vitest';
import { noticeWord } from '#components/notices/notice-words.ts';
import { newestOf, unreadOf } from '#components/notices/unread-notices.ts';

const at = '2026-01-01T00:00:00.000Z';
const notice = (id: string) => ({ id, at, name: 'destination.failing', title: id, link: null });
const NOTICES = ['0199c', '0199b', '0199a'].map(notice);

describe('notices that nobody has looked at', () => {
  it('are all of them in a browser that never did', () => {
    expect(unreadOf(NOTICES, '')).toEqual(NOTICES);
  });

  it('are those after the newest that was seen', () => {
    expect(unreadOf(NOTICES, '0199b').map(({ id }) => id)).toEqual(['0199c']);
    expect(unreadOf(NOTICES, newestOf(NOTICES, '0199a'))).toEqual([]);
  });

  it('do not come back when newer ones are no longer listed', () => {
    expect(newestOf(NOTICES, '0199f')).toBe('0199f');
    expect(newestOf([], '0199a')).toBe('0199a');
  });
});

it('a notice that is not known has a word all the same', () => {
  expect(noticeWord('destination.recovered').word).toBe('Recovered');
  expect(noticeWord('something.else').word).toBe('Notice');
});
