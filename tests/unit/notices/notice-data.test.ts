import { describe, expect, it } from 'vitest';
import { noticeDataJson } from '#lib/notices/notice-data.ts';

const notice = { name: 'n', title: 'Orders fails', key: 'k', link: '/destinations/1' };
const dataOf = (data: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(noticeDataJson({ ...notice, data }, undefined));

describe('the content of a notice', () => {
  it('begins with the title, then says everything as text, then as members', () => {
    const data = dataOf({ failed_attempts: 12, last_error: 'Answered 500.', retry_at: null });
    expect(Object.keys(data)).toEqual(['title', 'body', 'link', 'failed_attempts', 'last_error', 'retry_at']);
    expect(data.body).toBe(
      'Orders fails\nfailed attempts: 12\nlast error: Answered 500.\nsee /destinations/1',
    );
  });

  it('leads to the console from anywhere, where its address is known', () => {
    const { link, body } = JSON.parse(noticeDataJson({ ...notice, data: {} }, 'https://eye.example.com/'));
    expect(link).toBe('https://eye.example.com/destinations/1');
    expect(body).toBe(`Orders fails\nsee ${link}`);
  });

  it('keeps its title and text when a fact has the same name', () => {
    expect(dataOf({ title: 'other', body: 'other' })).toMatchObject({
      title: 'Orders fails',
      body: expect.stringMatching(/^Orders fails\n/),
    });
  });

  it('holds nothing that the store would refuse', () => {
    expect(dataOf({ error: 'a\0b\ud800c', list: ['\0'] })).toMatchObject({
      error: 'a\ufffdb\ufffdc',
      list: ['\ufffd'],
    });
    expect(noticeDataJson({ ...notice, data: { error: '\0' } }, undefined)).not.toContain('\\u0000');
  });
});
