import { describe, expect, it } from 'vitest';
import { found } from './shipped-set.ts';

const CARD = '4012888888881881';
const digitsFrom = (zero: number) =>
  CARD.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const between = (sign: string) => [...CARD].join(sign);
const groups = (sign: string) => (CARD.match(/.{4}/g) ?? []).join(sign);
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** RFC 2152: base64 of UTF-16 between + and -, also for what would not need it. */
const utf7 = (text: string) =>
  `+${Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/, '')}-`;

describe('a card is found', () => {
  it.each([
    ['with zero-width spaces between its digits', between('\u200b')],
    ['with soft hyphens between its digits', between('\u00ad')],
    ['with word joiners between its groups', groups('\u2060')],
    ['in fullwidth digits', digitsFrom(0xff10)],
    ['in Arabic-Indic digits', digitsFrom(0x0660)],
    ['in Devanagari digits', digitsFrom(0x0966)],
    ['in mathematical bold digits', digitsFrom(0x1d7ce)],
    ["in digits of N'Ko, which run from right to left", digitsFrom(0x07c0)],
    ['turned round by marks of direction', `\u202e${CARD}\u202c`],
    ['with no-break spaces', groups('\u00a0')],
    ['with narrow no-break spaces', groups('\u202f')],
    ['with ideographic spaces', groups('\u3000')],
    ['with non-breaking hyphens', groups('\u2011')],
    ['with en dashes', groups('\u2013')],
    ['between stars', `*${groups('*')}*`],
    ['in code', `\`${CARD}\``],
    ['in a block of code', `\`\`\`\n${CARD}\n\`\`\``],
    ['in base64', base64(`card ${CARD}`)],
    ['in base64 for addresses', Buffer.from(`card ${CARD} ???>>>`).toString('base64url')],
    ['in base64 twice over', base64(base64(`card ${CARD}`))],
    ['in base64 three times over', base64(base64(base64(`card ${CARD}`)))],
    ['in base64 at the end of a path', `/${base64(`card ${CARD}`)}`],
    ['in hex', Buffer.from(`card ${CARD}`).toString('hex')],
    ['in percent signs', [...CARD].map((digit) => `%3${digit}`).join('')],
    ['in escapes', [...CARD].map((digit) => `\\u003${digit}`).join('')],
    ['in UTF-16 in base64', Buffer.from(`card ${CARD}`, 'utf16le').toString('base64')],
    ['in UTF-7', `see ${utf7(CARD)}`],
  ])('%s', (_, text) => {
    const cards = found(`paid with card ${text} today`).filter((line) => line.startsWith('Card number'));
    expect(cards).toHaveLength(1);
  });
});

describe('a name or word written with look-alikes', () => {
  it.each([
    ['fullwidth letters', '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44=Tr0ub4dor&3x'],
    ['zero-width spaces', 'pass\u200bword=Tr0ub4dor&3x'],
  ])('%s', (_, text) => {
    expect(found(text)).toContain('Generic secret assignment: Tr0ub4dor&3x');
  });
});
