import { describe, expect, it } from 'vitest';
import { fillTemplate } from '#lib/dispatch/template.ts';

const document = { event: { id: 'e1', data: { amount: 12.5, list: [1, 2], text: '{{event.id}}' } } };

describe('a template', () => {
  it.each([
    ['{{event.data.amount}}', 12.5],
    ['{{ event.data.list }}', [1, 2]],
    ['{{event.data.list.1}}', 2],
    ['{{event.nothing}}', null],
    ['{{event.id.length}}', null],
    ['{{event.constructor}}', null],
    ['{{event.__proto__.x}}', null],
    ['id {{event.id}} of {{event.data.list}}{{event.nothing}}', 'id e1 of [1,2]'],
    ['{{event.data.text}}', '{{event.id}}'],
    ['{{ not closed', '{{ not closed'],
  ])('%s', (template, expected) => {
    expect(fillTemplate({ deep: [template, 7, null] }, document)).toEqual({ deep: [expected, 7, null] });
  });
});
