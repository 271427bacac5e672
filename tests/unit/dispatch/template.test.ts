import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, fillTextTemplate, makeBody } from '#lib/dispatch/template.ts';
import { Template } from '#lib/dispatch/templates/schema.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { parseStoredJson } from '#lib/platform/json.ts';

const document = {
  event: { id: 'e1', data: { amount: 12.5, list: [1, 2], text: '{{event.id}}', 'a key': { x: true } } },
  items: [{ sku: 'a-1', n: 1 }, { sku: 'b-2' }, 'none'],
  name: ' Größe ß ',
  at: '2026-11-25T22:30:05.042Z',
  nothing: null,
  empty: '',
  html: `<b a="1">&'</b>`,
  long: parseStoredJson('{"n":12345678901234567890.5}'),
};

describe('a template', () => {
  it.each<[string, unknown]>([
    ['{{event.data.amount}}', 12.5],
    ['{{ event.data.list }}', [1, 2]],
    ['{{event.data.list.1}}', 2],
    ['{{event.data.list[1]}}', 2],
    ['{{event.data["a key"].x}}', true],
    ['{{event.nothing}}', null],
    ['{{event.id.length}}', null],
    ['{{event.data.list.length}}', null],
    ['{{event.constructor}}', null],
    ['{{event.__proto__.x}}', null],
    ['id {{event.id}} of {{event.data.list}}{{event.nothing}}', 'id e1 of [1,2]'],
    ['{{event.data.text}}', '{{event.id}}'],
    ['{{"{{"}} kept }}', '{{ kept }}'],
    ['{{missing | default: "none"}}', 'none'],
    ['{{nothing | default: 0}}', 0],
    ["{{empty | default: 'it\\'s'}}", "it's"],
    ['{{event.data.amount | default: "none"}}', 12.5],
    ['{{event.data.list | json}}', '[1,2]'],
    ['{{event.data.amount | text}}', '12.5'],
    ['{{name | trim | upper}}', 'GRÖSSE SS'],
    ['{{name | lower}}', ' größe ß '],
    ['{{event.id | truncate: 1}}', '…'],
    ['{{name | trim | truncate: 4, "."}}', 'Grö.'],
    ['{{items | map: "sku" | join}}', 'a-1, b-2, '],
    ['{{items | map: "sku"}}', ['a-1', 'b-2', null]],
    ['{{items | first}}', { sku: 'a-1', n: 1 }],
    ['{{items | last | count}}', 4],
    ['{{items | count}}', 3],
    ['{{missing | count}}', 0],
    ['{{event.data.amount | round}}', 13],
    ['{{name | round | default: "no number"}}', 'no number'],
    ['{{name | trim | url}}', 'Gr%C3%B6%C3%9Fe%20%C3%9F'],
    ['{{html | html}}', '&lt;b a=&quot;1&quot;&gt;&amp;&#39;&lt;/b&gt;'],
    ['{{name | replace: "ß", "ss"}}', ' Grösse ss '],
    ['{{at | date: "YYYY-MM-DD HH:mm:ss.SSS Z"}}', '2026-11-25 22:30:05.042 +00:00'],
    ['{{at | date: "DD.MM.YYYY HH:mm", "Europe/Berlin"}}', '25.11.2026 23:30'],
    ['{{at | date: "DD MMM [at] HH Z", "America/New_York"}}', '25 Nov at 17 -05:00'],
    ['{{at | date: "unix"}}', 1795645805],
    ['{{1795645805 | date: "iso"}}', '2026-11-25T22:30:05.000Z'],
    ['{{1795645805042 | date: "iso"}}', '2026-11-25T22:30:05.042Z'],
    ['{{name | date: "iso" | default: "never"}}', 'never'],
    ['{{long.n}} {{long.n | text}}', '12345678901234567890.5 12345678901234567890.5'],
  ])('%s', (template, expected) => {
    expect(fillTemplate({ deep: [template, 7, null] }, document)).toEqual({ deep: [expected, 7, null] });
  });

  it('keeps every digit and the order of members', () => {
    const text = '{"b":"{{long.n}}","a":9007199254740993,"10":"{{at}}"}';
    expect(makeBody({ format: 'json', text }, document)).toBe(
      '{"10":"2026-11-25T22:30:05.042Z","b":12345678901234567890.5,"a":9007199254740993}',
    );
  });

  it('makes any text', () => {
    expect(
      makeBody({ format: 'text', text: 'a={{event.id}}\n{{event.data.list | join: "&"}}' }, document),
    ).toBe('a=e1\n1&2');
  });
});

const faultOf = (format: string, text: string): string | undefined =>
  Template.safeParse({ format, text }).error?.issues[0]?.message;

describe('a template with a fault says where and what', () => {
  it.each([
    ['{{data.x', /^line 1, column 1: is opened by {{ and never closed/],
    ['a\nbc {{data.x}', /^line 2, column 12: has one closing brace/],
    ['{{}}', /^line 1, column 3: needs a path such as/],
    ['{{dta.x}}', /^line 1, column 3: knows no dta: did you mean data\?/],
    ['{{amount}}', /did you mean data.amount\?/],
    ['{{event.nam}}', /knows no nam in event: did you mean event.name\?/],
    ['{{delivery.number}}', /knows no number in delivery: there are id, attempt/],
    ['{{data.x | uper}}', /^line 1, column 12: knows no filter uper: did you mean upper\?/],
    ['{{data.x | constructor}}', /knows no filter constructor/],
    ['{{data.x | }}', /needs a filter after \|: default, json/],
    ['{{data.x | upper: 1}}', /upper takes nothing after it/],
    ['{{data.x | default}}', /default needs the value that stands in/],
    ['{{data.x | default: x}}', /^line 1, column 21: needs a text in quotes or a number here/],
    ['{{data.x | truncate: -1}}', /needs how many characters stay/],
    ['{{data.x | date: "YYYY", "Mars/Olympus"}}', /knows no zone Mars\/Olympus/],
    ['{{data.x | replace: "", "b"}}', /needs two texts/],
    ['{{data.x y}}', /^line 1, column 10: has something else here than/],
    [`{{data.x${' | trim'.repeat(11)}}}`, /at most 10 filters in a row/],
  ])('%s', (text, message) => {
    expect(faultOf('text', text)).toMatch(message);
  });

  it.each([
    ['{"a": 1,}', /^line 1, column \d: is not JSON/],
    ['{"a": 1, "a": 2}', /a stands twice/],
    ['{\n  "ä\\u00e4": "\\"\\n {{nope}}"}', /^line 2, column 22: knows no nope/],
    ['{"{{name}}": 1}', /^line 1, column 3: is the name of a member/],
    ['{"a": ["{{name}}", {"b": "{{name | nix}}"}]}', /^line 1, column 36: knows no filter nix/],
  ])('%s', (text, message) => {
    expect(faultOf('json', text)).toMatch(message);
  });

  it.each([
    ['json', '"{{event}}"'],
    ['json', '{"text": "{{data[\\"a b\\"].x | default: \'-\'}}", "n": 1}'],
    ['text', 'no braces at all }} { }'],
    ['text', '{{ "x" | upper }}{{delivery.attempt}}{{null|default:true}}'],
  ])('and none where there is none: %s %s', (format, text) => {
    expect(faultOf(format, text)).toBeUndefined();
  });
});

const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'made';
};

describe('a template that makes too much', () => {
  const big = {
    data: 'x'.repeat(200_000),
    list: Array.from({ length: 50_000 }, () => 'ab'),
    quotes: '"'.repeat(100_000),
  };
  it.each([
    ['twice the content', '{{data}}{{data}}', /more than 256 KiB/],
    ['many times the content', '{{data}}'.repeat(4_000), /more than 256 KiB/],
    ['work without an end', '{{data | json | truncate: 1}}'.repeat(1_000), /too much work/],
    ['growth by replacing', '{{data | replace: "x", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}}', /too much work/],
    ['growth by joining', `{{list | join: "${'-'.repeat(1_000)}"}}`, /too much work/],
    ['growth by quoting', `{{quotes${' | json'.repeat(10)}}}`, /too much work|more than/],
    ['growth by escaping', `{{quotes${' | html | url'.repeat(5)}}}`, /too much work|more than/],
  ])('%s is refused with the reason, soon', (_what, text, reason) => {
    const startedAt = performance.now();
    expect(reasonOf(() => makeBody({ format: 'text', text }, big))).toMatch(reason);
    expect(reasonOf(() => makeBody({ format: 'json', text: JSON.stringify([text]) }, big))).toMatch(reason);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('leaves a text whole for kinds that cut it, up to 4 MiB with its signs', () => {
    const write = (value: string): string => value.replaceAll('x', '&#120;');
    expect(fillTextTemplate('{{data}}!', big, write)).toHaveLength(1_200_001);
    expect(reasonOf(() => fillTextTemplate('{{data}}'.repeat(1_000), big, write))).toMatch(
      /more than 4096 KiB/,
    );
    expect(reasonOf(() => fillTextTemplate('{{data | json | count}}'.repeat(1_000), big))).toMatch(
      /too much work/,
    );
  });

  it('counts bytes, and values that are put in as they are', () => {
    const umlauts = { data: 'ä'.repeat(200_000) };
    expect(reasonOf(() => makeBody({ format: 'text', text: '{{data}}' }, umlauts))).toMatch(/256 KiB/);
    const values = JSON.stringify(Array.from({ length: 1_000 }, () => '{{data}}'));
    expect(reasonOf(() => makeBody({ format: 'json', text: values }, big))).toMatch(/256 KiB/);
  });
});

describe('whatever template and document', () => {
  const secret = 'SECRET-NOT-IN-THE-DOCUMENT';
  const name = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'constructor',
      '__proto__',
      'prototype',
      'toString',
      'length',
      'rawJSON',
      'valueOf',
    ),
    fc.constantFrom('[0]', '[1]', '["a"]', '["constructor"]', '["__proto__"]'),
  );
  const path = fc
    .array(name, { minLength: 1, maxLength: 5 })
    .map((parts) =>
      parts.reduce((made, part) => (part.startsWith('[') ? made + part : `${made}.${part}`), 'data'),
    );
  const call = fc.constantFrom(
    ...['json', 'text', 'upper', 'lower', 'trim', 'url', 'html', 'first', 'last', 'count', 'round', 'join'],
    ...['map: "constructor"', 'map: "a"', 'default: "-"', 'truncate: 3', 'replace: "a", "bb"', 'date: "iso"'],
  );
  const template = fc
    .array(
      fc.oneof(
        fc.string({ maxLength: 10 }),
        fc
          .tuple(path, fc.array(call, { maxLength: 4 }))
          .map(([at, calls]) => `{{${[at, ...calls].join(' | ')}}}`),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(''));

  it('nothing but the document is read', () => {
    Object.defineProperty(Object.prototype, 'b', { value: secret, configurable: true, writable: true });
    Object.defineProperty(Array.prototype, 'b', { value: secret, configurable: true, writable: true });
    try {
      fc.assert(
        fc.property(template, fc.jsonValue(), (text, data) => {
          const made = reasonOf(() => {
            const body = makeBody({ format: 'text', text }, { data });
            expect(body).not.toContain(secret);
            expect(body.toLowerCase()).not.toContain('function');
            expect(body).not.toContain('[object');
          });
          expect(made).toMatch(/^(made$|invalid: The template )/);
        }),
        { numRuns: 1_000 },
      );
    } finally {
      Reflect.deleteProperty(Object.prototype, 'b');
      Reflect.deleteProperty(Array.prototype, 'b');
    }
  });

  it('what is taken at save never fails at send but for its size', () => {
    fc.assert(
      fc.property(fc.oneof(template, fc.string()), fc.jsonValue(), (text, data) => {
        if (!Template.safeParse({ format: 'text', text }).success) return;
        expect(reasonOf(() => makeBody({ format: 'text', text }, { data }))).toMatch(
          /^made$|takes too much work|more than 256 KiB/,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('what a JSON template makes is JSON of the same shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('x', 'y', 'z'), template), fc.jsonValue(), (shape, data) => {
        const text = JSON.stringify(shape);
        if (!Template.safeParse({ format: 'json', text }).success) return;
        const made = JSON.parse(makeBody({ format: 'json', text }, { data })) as object;
        expect(Object.keys(made)).toEqual(Object.keys(shape));
      }),
    );
  });
});
