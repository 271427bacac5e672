import { describe, expect, it } from 'vitest';
import { contentOf, type Json } from '#lib/slack/message-content.ts';
import { plainText } from '#lib/slack/plain-text.ts';
import { textsOf } from '#lib/slack/segments.ts';

const texts = (message: Json) => textsOf(contentOf(message));
const run = (text: string, style?: Json): Json => ({ type: 'text', text, ...(style ? { style } : {}) });
const section = (...elements: Json[]): Json => ({
  type: 'rich_text',
  block_id: 'b1',
  elements: [{ type: 'rich_text_section', elements }],
});

describe('plain text', () => {
  it.each([
    ['a &amp;&amp; b &lt;c&gt;', 'a && b <c>', []],
    ['&amp;lt;', '&lt;', []],
    ['<mailto:ann@example.com|ann@example.com>', 'ann@example.com', []],
    ['<mailto:ann@example.com|Ann>', 'Ann', ['ann@example.com']],
    ['<https://x.example/?a=1&amp;b=2|the site>', 'the site', ['https://x.example/?a=1&b=2']],
    ['see <https://x.example>', 'see https://x.example', []],
    ['<tel:+4915112345678|+49 151 12345678>', '+49 151 12345678', ['+4915112345678']],
    ['<@U123|ann> in <#C1|general> <!here>', 'ann in general !here', []],
    ['a < b and c > d', 'a < b and c > d', []],
  ])('%s', (written, text, targets) => {
    expect(plainText(written)).toEqual({ text, targets });
  });
});

describe('the texts of a message', () => {
  it('begin with the one that is shown', () => {
    expect(texts({ text: 'hello' })).toEqual([{ text: 'hello', place: 'text' }]);
  });

  it('hold runs of one section in one piece: bold in a number does not split it', () => {
    const blocks = [section(run('4111 '), run('1111', { bold: true }), run(' 1111 1111'))];
    expect(texts({ text: 'x', blocks })[1]).toEqual({
      text: '4111 1111 1111 1111',
      place: 'blocks[0].elements[0]',
    });
  });

  it('hold the text without signs of formatting', () => {
    expect(texts({ text: '4111*1111*1111*1111*' })[1]).toEqual({
      text: '4111111111111111',
      place: 'text without formatting',
    });
  });

  it('hold both the label and the target of a link in a block', () => {
    const blocks = [section({ type: 'link', url: 'https://a.example/secret', text: 'harmless' })];
    const found = texts({ text: '', blocks }).map(({ text }) => text);
    expect(found).toContain('harmless');
    expect(found).toContain('https://a.example/secret');
  });

  it('hold every string of attachments and files, with what names it, and none that only names things', () => {
    const attachments = [
      { color: 'ff0000', fallback: 'f', fields: [{ title: 'Password', value: 'hunter2', short: true }] },
    ];
    const files = [{ id: 'F1', name: 'cards.txt', preview: 'begin', url_private_download: 'https://x/y' }];
    expect(texts({ text: '', attachments, files }).slice(1)).toEqual([
      { place: 'attachments[0].fallback', key: 'fallback', text: 'f' },
      { place: 'attachments[0].fields[0].title', key: 'title', text: 'Password' },
      { place: 'attachments[0].fields[0].value', key: 'Password', text: 'hunter2' },
      { place: 'files[0].name', key: 'name', text: 'cards.txt' },
      { place: 'files[0].preview', key: 'preview', text: 'begin' },
    ]);
  });
});
