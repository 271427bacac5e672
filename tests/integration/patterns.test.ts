import { beforeAll, describe, expect, it } from 'vitest';
import { POST as bringBack } from '#app/api/v1/patterns/[id]/restore/route.ts';
import { POST as rollBack } from '#app/api/v1/patterns/[id]/rollback/route.ts';
import { DELETE, GET as getOne, PATCH } from '#app/api/v1/patterns/[id]/route.ts';
import { GET as versionsOf } from '#app/api/v1/patterns/[id]/versions/route.ts';
import { POST as tryCost } from '#app/api/v1/patterns/cost/route.ts';
import { GET as exportAll } from '#app/api/v1/patterns/export/route.ts';
import { POST as planImport } from '#app/api/v1/patterns/import/plan/route.ts';
import { POST as importAll } from '#app/api/v1/patterns/import/route.ts';
import { GET as listPatterns, POST } from '#app/api/v1/patterns/route.ts';
import { POST as tryPattern } from '#app/api/v1/patterns/test/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { builtInPatterns } from '#lib/dlp/built-in-patterns.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
let admin: Person;
let viewer: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});

const NOWHERE = '01890000-0000-7000-8000-000000000000';
type Pattern = Record<string, unknown> & { id: string; name: string; version: number };
const post = (body: unknown, token = admin.token): Promise<Answer> => callRoute(POST, { token, body });
const create = async (body: object): Promise<Pattern> => {
  const answer = await post(body);
  expect(answer.status).toBe(201);
  return answer.body as Pattern;
};
const at = (id: string, token = admin.token) => ({ token, params: { id } });
const patch = (id: string, body: object, token = admin.token): Promise<Answer> =>
  callRoute(PATCH, { ...at(id, token), method: 'PATCH', body });
const trail = (
  id: string,
): Promise<{ action: string; before: unknown; after: unknown; actorName: string }[]> =>
  prisma().auditEntry.findMany({
    where: { subjectId: id },
    orderBy: { id: 'asc' },
    select: { action: true, before: true, after: true, actorName: true },
  });

describe('200', () => {
  it('lists what ships, enabled, by name, and pages both ways', async () => {
    const list = async (
      query: string,
    ): Promise<{ items: Pattern[]; next: string | null; prev: string | null }> => {
      const answer = await callRoute(listPatterns, {
        path: `/api/v1/patterns?${query}`,
        token: viewer.token,
      });
      expect(answer.status).toBe(200);
      return answer.body as { items: Pattern[]; next: string | null; prev: string | null };
    };
    const { items } = await list('enabled=true&limit=100');
    const shipped = items.filter(({ built_in }) => built_in).map(({ name }) => name);
    expect(new Set(shipped)).toEqual(new Set(builtInPatterns.map(({ name }) => name)));
    expect(shipped).toEqual([...shipped].sort());
    const first = await list('limit=4');
    const second = await list(`limit=4&cursor=${first.next}`);
    const back = await list(`limit=4&cursor=${second.prev}`);
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(
      items.slice(0, 8).map(({ name }) => name),
    );
    expect(back.items).toEqual(first.items);
    expect((await list('q=card%20number')).items.map(({ name }) => name)).toEqual(['Card number']);
  });

  it('changes what a pattern says as a new version, and keeps the old ones', async () => {
    const made = await create({
      name: 'Ticket',
      regex: 'TCK-\\d+',
      samples: { match: ['TCK-1'], no_match: ['TCK-'] },
    });
    const changed = await patch(made.id, { severity: 'critical', action: 'block' });
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 2, severity: 'critical', regex: 'TCK-\\d+' },
    });
    const versions = await callRoute(versionsOf, at(made.id, viewer.token));
    expect(versions.body.items).toMatchObject([
      { version: 2, severity: 'critical', created_by: admin.email },
      { version: 1, severity: 'medium' },
    ]);
    expect((await trail(made.id)).map(({ action }) => action)).toEqual([
      'patterns.create',
      'patterns.update',
    ]);
    expect((await trail(made.id))[1]).toMatchObject({
      actorName: admin.email,
      before: { severity: 'medium' },
      after: { severity: 'critical' },
    });
  });

  it('switches a pattern on and off without a new version', async () => {
    const made = await create({ name: 'Switched', regex: 'on|off' });
    expect(await patch(made.id, { enabled: false })).toMatchObject({
      status: 200,
      body: { enabled: false, version: 1 },
    });
    expect((await callRoute(getOne, at(made.id))).body).toMatchObject({ enabled: false });
  });

  it('makes changes that come at the same time one after the other: each stands on the one before', async () => {
    const made = await create({ name: 'Contested', regex: 'x+' });
    const changes = [{ severity: 'low' }, { regex: 'y+' }, { enabled: false }, { action: 'block' }];
    const answers = await Promise.all(changes.map((change) => patch(made.id, change)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body } = await callRoute(getOne, at(made.id));
    expect(body).toMatchObject({ severity: 'low', regex: 'y+', enabled: false, action: 'block', version: 4 });
  });

  it('tries a pattern on a text and on its samples, without keeping any of it', async () => {
    const before = await prisma().pattern.count();
    const answer = await callRoute(tryPattern, {
      token: viewer.token,
      body: {
        pattern: {
          regex: 'id=(?<v>\\d+)',
          value_group: 'v',
          samples: { match: ['id=7', 'nothing'], no_match: ['id=x'] },
        },
        text: '😀 id=42 and id=43',
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.matches).toMatchObject([
      { start: 6, end: 8, value: '42' },
      { start: 16, end: 18, value: '43' },
    ]);
    expect(answer.body.samples).toEqual([
      { text: 'id=7', expected: true, found: true },
      { text: 'nothing', expected: true, found: false },
      { text: 'id=x', expected: false, found: false },
    ]);
    expect(await prisma().pattern.count()).toBe(before);
  });
});

describe('201', () => {
  it('makes a pattern that is at work at once and by default only tells people', async () => {
    const made = await create({ name: '  Badge  ', regex: 'EYE-\\d{4}' });
    expect(made).toMatchObject({
      name: 'Badge',
      version: 1,
      enabled: true,
      state: 'enforcing',
      action: 'alert',
      severity: 'medium',
      built_in: false,
    });
    expect((await callRoute(getOne, at(made.id, viewer.token))).body).toEqual(made);
    expect(await trail(made.id)).toMatchObject([
      { action: 'patterns.create', actorName: admin.email, before: null },
    ]);
  });
});

describe('204', () => {
  it('takes a pattern out of use and frees its name', async () => {
    const made = await create({ name: 'Short-lived', regex: 'x+' });
    const gone = await callRoute(DELETE, { ...at(made.id), method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect((await callRoute(getOne, at(made.id))).status).toBe(404);
    expect((await trail(made.id)).at(-1)).toMatchObject({
      action: 'patterns.delete',
      before: { name: 'Short-lived' },
    });
    await create({ name: 'Short-lived', regex: 'x+' });
  });
});

describe('400', () => {
  it('refuses an id that is none, and a body that is no JSON', async () => {
    expect(await callRoute(getOne, at('7'))).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'id' }] },
    });
    expect((await post('{"name":')).status).toBe(400);
    expect(await post('{"name":"x","name":"y"}')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name' }] },
    });
  });

  it('refuses a filter that there is not', async () => {
    const answer = await callRoute(listPatterns, {
      path: '/api/v1/patterns?enabled=maybe',
      token: viewer.token,
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'enabled' }] } });
  });
});

describe('403', () => {
  it('refuses every write of a viewer and changes nothing', async () => {
    const made = await create({ name: 'Guarded', regex: 'x+' });
    const answers = [
      await post({ name: 'Mine', regex: 'x+' }, viewer.token),
      await patch(made.id, { enabled: false }, viewer.token),
      await callRoute(DELETE, { ...at(made.id, viewer.token), method: 'DELETE' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await callRoute(getOne, at(made.id))).body).toEqual(made);
  });
});

describe('404', () => {
  it('is said of a pattern that is not there', async () => {
    const answers = [
      await callRoute(getOne, at(NOWHERE)),
      await callRoute(versionsOf, at(NOWHERE)),
      await patch(NOWHERE, { enabled: false }),
      await callRoute(DELETE, { ...at(NOWHERE), method: 'DELETE' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});

describe('409', () => {
  it('refuses a name that is taken, whatever its case', async () => {
    expect(await post({ name: 'CARD number', regex: 'x+' })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'name' }] },
    });
    const made = await create({ name: 'Unique', regex: 'x+' });
    expect((await patch(made.id, { name: 'card number' })).status).toBe(409);
  });

  it('refuses a change made from an older version, says who made the newer one, and changes nothing', async () => {
    const { id } = await create({ name: 'Edited by two', regex: 'EB-\\d{4}' });
    expect((await patch(id, { severity: 'high', expected_version: 1 })).body).toMatchObject({ version: 2 });
    const stale = await patch(id, { severity: 'low', expected_version: 1 });
    expect(stale).toMatchObject({ status: 409, body: { errors: [{ path: 'expected_version' }] } });
    expect(stale.body.detail).toContain('ada');
    const body = { version: 1, expected_version: 1 };
    expect((await callRoute(rollBack, { ...at(id), body })).status).toBe(409);
    expect((await callRoute(getOne, at(id))).body).toMatchObject({ version: 2, severity: 'high' });
  });

  it('does not take a pattern for changed that was only switched off', async () => {
    const { id } = await create({ name: 'Switched by two', regex: 'SB-\\d{4}' });
    await patch(id, { enabled: false });
    expect((await patch(id, { severity: 'low', expected_version: 1 })).body).toMatchObject({ version: 2 });
  });
});

describe('422', () => {
  it.each<[string, object, string]>([
    ['no name', { regex: 'x+' }, 'name'],
    ['an unknown field', { name: 'x', regex: 'x+', colour: 'red' }, 'colour'],
    ['a regex that does not end', { name: 'x', regex: '(' }, 'regex'],
    ['a regex that matches nothing at all', { name: 'x', regex: 'x*' }, 'regex'],
    ['a look-behind, which only one engine knows', { name: 'x', regex: '(?<=a)b' }, 'regex'],
    ['a back reference', { name: 'x', regex: '(a)\\1' }, 'regex'],
    ['an unknown flag', { name: 'x', regex: 'x+', flags: 'g' }, 'flags'],
    ['a group that is not there', { name: 'x', regex: 'x+', value_group: 2 }, 'value_group'],
    ['an unknown validator', { name: 'x', regex: 'x+', validators: ['magic'] }, 'validators[0]'],
    [
      'a sample it does not find',
      { name: 'x', regex: 'x+', samples: { match: ['x', 'y'] } },
      'samples.match[1]',
    ],
    [
      'a sample it must not find',
      { name: 'x', regex: 'x+', samples: { no_match: ['xx'] } },
      'samples.no_match[0]',
    ],
  ])('refuses %s with its path', async (_what, body, path) => {
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[]).map((error) => error.path)).toContain(path);
  });
});

describe('going back to an earlier version', () => {
  const back = (id: string, version: number, token = admin.token) =>
    callRoute(rollBack, { ...at(id, token), body: { version } });

  it('makes a new version that says what that one said, and loses none', async () => {
    const { id } = await create({
      name: 'Rolled',
      regex: 'RB-\\d{4}',
      before: '(?:^|\\s)',
      scope: { paths: ['data'] },
      severity: 'low',
    });
    await patch(id, { regex: 'RB-\\d{5}', severity: 'high', scope: {}, enabled: false });
    const answer = await back(id, 1);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      version: 3,
      regex: 'RB-\\d{4}',
      before: '(?:^|\\s)',
      severity: 'low',
      scope: { paths: ['data'], clients: [] },
      enabled: false,
    });
    const versions = await callRoute(versionsOf, at(id));
    expect((versions.body.items as { version: number; regex: string }[]).map((one) => one.regex)).toEqual([
      'RB-\\d{4}',
      'RB-\\d{5}',
      'RB-\\d{4}',
    ]);
    expect((await trail(id)).map(({ action }) => action)).toEqual([
      'patterns.create',
      'patterns.update',
      'patterns.update',
    ]);
  });

  it('refuses a version that there is not, and whoever may not write', async () => {
    const { id } = await create({ name: 'Not rolled', regex: 'RC-\\d{4}' });
    expect(await back(id, 9)).toMatchObject({ status: 422, body: { errors: [{ path: 'version' }] } });
    expect((await back(NOWHERE, 1)).status).toBe(404);
    expect((await back(id, 1, viewer.token)).body.permission).toBe('patterns:write');
  });
});

describe('the tester', () => {
  const tryIt = (pattern: object, text: string): Promise<Answer> =>
    callRoute(tryPattern, { token: viewer.token, body: { pattern, text } });

  it('says what each step added, and what each group took', async () => {
    const { body } = await tryIt(
      {
        regex: String.raw`(?<number>\d{4}(?: \d{4}){3}) exp (\d\d)/(\d\d)`,
        value_group: 'number',
        validators: ['luhn', 'card_brand'],
        context_words: ['card'],
        confidence: 1,
      },
      'card: \u200b4539 1488 0343 6467 exp 09/31',
    );
    expect(body.matches).toMatchObject([
      {
        confidence: 4,
        steps: [
          { by: 1, reason: 'Luhn ok' },
          { by: 1, reason: 'brand visa' },
          { by: 1, reason: 'context word card' },
        ],
        groups: [
          { name: 'number', text: '4539 1488 0343 6467' },
          { name: '2', text: '09' },
          { name: '3', text: '31' },
        ],
      },
    ]);
  });
});

describe('the cost of a pattern', () => {
  const costOf = (pattern: object, token = admin.token): Promise<Answer> =>
    callRoute(tryCost, { token, body: { pattern } });

  it('is said with the share it looks at, and nothing stands against an ordinary one', async () => {
    const everywhere = await costOf({ regex: String.raw`\b[A-Z]{3}\d{2}[A-Z]{4}\b` });
    expect(everywhere).toMatchObject({ status: 200, body: { verdict: 'fine', attack: null } });
    expect((everywhere.body as { looked_at: number }).looked_at).toBeGreaterThan(0.99);
    const { body } = await costOf({ regex: String.raw`\btkt_[a-z0-9]{20}\b`, keywords: ['tkt_'] });
    expect(body).toMatchObject({ looked_at: 0, verdict: 'fine', attack: null });
  });

  it.each([
    ['(a+)+$', 'a'],
    [String.raw`(\w+\s?)+:$`, 'a'],
    ['(x+x+)+y', 'x'],
  ])('says on which text %s backtracks without end', async (regex, pump) => {
    const { body } = await costOf({ regex, samples: { match: [] } });
    const attack = (body as { attack: { text: string; length: number } | null }).attack;
    expect(attack?.length).toBeGreaterThan(20);
    expect(attack?.text).toContain(pump.repeat(10));
  });

  it("is nobody's to ask who may not write patterns, and of no pattern that does not compile", async () => {
    expect((await costOf({ regex: 'abc' }, viewer.token)).status).toBe(403);
    const answer = await costOf({ regex: '(abc' });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('"path":"regex"');
  });
});

describe('patterns as a document', () => {
  const TWO = [
    'format: the-eye/patterns/1',
    'patterns:',
    '  - name: From a file',
    String.raw`    regex: \bFIL-\d{4}\b`,
    '    severity: high',
    '  - name: And another',
    '    regex: other-[a-z]{6}',
    '    samples:',
    '      match: [other-abcdef]',
  ].join('\n');
  const plan = (yaml: string, token = admin.token): Promise<Answer> =>
    callRoute(planImport, { token, body: { yaml } });
  const apply = (yaml: string, id: unknown): Promise<Answer> =>
    callRoute(importAll, { token: admin.token, body: { yaml, plan: id } });
  const exported = async (): Promise<string> => {
    const { status, body } = await callRoute(exportAll, { token: viewer.token });
    expect(status).toBe(200);
    return String(body.text);
  };
  const kinds = ({ body }: Answer) =>
    (body.items as { name: string; kind: string }[]).map(({ kind }) => kind);

  it('what was exported changes nothing when it comes back', async () => {
    const document = await exported();
    expect(document).toContain('format: the-eye/patterns/1');
    const answer = await plan(document);
    expect(answer.status).toBe(200);
    expect(new Set(kinds(answer))).toEqual(new Set(['unchanged']));
    expect(kinds(answer).length).toBeGreaterThan(builtInPatterns.length - 1);
    expect(await exported()).toBe(document);
  });

  it('is planned first, then imported as a whole, and audited pattern by pattern', async () => {
    const planned = await plan(TWO);
    expect(kinds(planned)).toEqual(['create', 'create']);
    expect((await apply(TWO, planned.body.plan)).status).toBe(200);
    const again = TWO.replace('severity: high', 'severity: critical');
    const second = await plan(again);
    expect(second.body.items).toMatchObject([
      {
        name: 'From a file',
        kind: 'change',
        changes: [{ field: 'severity', before: 'high', after: 'critical' }],
      },
      { name: 'And another', kind: 'unchanged', changes: [] },
    ]);
    // Once done, the plan is not that of what there is to do any more.
    expect((await apply(again, second.body.plan)).status).toBe(200);
    expect((await apply(again, second.body.plan)).status).toBe(409);
    const { items } = (await callRoute(listPatterns, { token: viewer.token, path: '/?q=From%20a%20file' }))
      .body as { items: Pattern[] };
    expect(items).toMatchObject([{ version: 2, severity: 'critical' }]);
    expect((await trail(items[0]?.id ?? '')).map(({ action }) => action)).toEqual([
      'patterns.create',
      'patterns.update',
    ]);
  });

  it.each([
    ['no YAML', 'format: [', /yaml line 1, column \d+/],
    ['another format', 'format: x\npatterns: []', /yaml\.format \(line 1, column 9\)/],
    [
      'a field that there is none of',
      TWO.replace('severity', 'severty'),
      /yaml\.patterns\[0\] \(line 3, column 5\)/,
    ],
    ['a wrong value', TWO.replace('high', 'huge'), /yaml\.patterns\[0\]\.severity \(line 5, column 15\)/],
    ['a regex that no engine takes', TWO.replace('other-', '(other-'), /yaml\.patterns\[1\]\.regex \(line 7/],
    ['a sample that is not found', TWO.replace('[other-abcdef]', '[other]'), /yaml\.patterns\[1\]\.samples/],
    ['a name twice', TWO.replace('And another', 'from a FILE'), /yaml\.patterns\[1\]\.name \(line 6/],
    ['a reference', 'format: the-eye/patterns/1\npatterns: [&a {name: A, regex: aaa}, *a]', /"path":"yaml/],
  ])('is refused with the place: %s', async (_, yaml, path) => {
    const answer = await plan(yaml);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toMatch(path);
  });

  it('is for those who may write patterns', async () => {
    expect((await plan(TWO, viewer.token)).status).toBe(403);
  });
});

describe('a deleted pattern', () => {
  const restore = (id: string, token = admin.token): Promise<Answer> =>
    callRoute(bringBack, { ...at(id, token), method: 'POST' });
  const remove = (id: string): Promise<Answer> => callRoute(DELETE, { ...at(id), method: 'DELETE' });

  it('stands in a list of its own and comes back with its versions, switched off', async () => {
    const made = await create({ name: 'Gone', regex: 'gone-[a-z]{4}' });
    await patch(made.id, { severity: 'low', note: 'it cried wolf' });
    await remove(made.id);
    const listed = await callRoute(listPatterns, { token: viewer.token, path: '/?deleted=true&q=Gone' });
    expect(listed.body.items).toMatchObject([{ id: made.id, version: 2 }]);
    expect((await restore(made.id, viewer.token)).status).toBe(403);
    expect(await restore(made.id)).toMatchObject({ status: 200, body: { version: 2, enabled: false } });
    expect((await restore(made.id)).status).toBe(404);
    const versions = await callRoute(versionsOf, at(made.id, viewer.token));
    expect(versions.body.items).toMatchObject([
      { version: 2, note: 'it cried wolf' },
      { version: 1, note: null },
    ]);
    expect((await trail(made.id)).map(({ action }) => action)).toEqual([
      'patterns.create',
      'patterns.update',
      'patterns.delete',
      'patterns.restore',
    ]);
  });

  it('stays away while another has its name', async () => {
    const made = await create({ name: 'Twice', regex: 'twice-[a-z]{4}' });
    await remove(made.id);
    await create({ name: 'twice', regex: 'twice-[a-z]{4}' });
    expect(await restore(made.id)).toMatchObject({ status: 409, body: { errors: [{ path: 'name' }] } });
  });
});

it('what ships later comes beside a pattern that has its name already', async () => {
  const own = await create({ name: 'tracking id', regex: 'trk-[a-z]{4}' });
  const iban = builtInPatterns.find(({ name }) => name === 'IBAN');
  await prisma().pattern.delete({ where: { id: iban?.id ?? '' } });
  await patch(own.id, { name: 'iban' });
  await installDefaults(systemContext('tests'));
  const { body } = await callRoute(listPatterns, { token: viewer.token, path: '/?q=iban' });
  expect((body.items as Pattern[]).map(({ name }) => name).toSorted()).toEqual(['IBAN (built-in)', 'iban']);
});

it('what ships is brought up to date where nobody has changed it, and left alone where somebody has', async () => {
  const named = (wanted: string): string => builtInPatterns.find(({ name }) => name === wanted)?.id ?? '';
  const [untouched, touched] = [named('GitLab token'), named('npm token')];
  await patch(touched, { severity: 'low' });
  // As if both had come with an earlier version of the product.
  await pool().query(
    `UPDATE pattern_versions SET definition = jsonb_set(definition, '{confidence}', '1') WHERE pattern_id = ANY($1)`,
    [[untouched, touched]],
  );
  await patch(untouched, { enabled: false });
  await installDefaults(systemContext('tests'));
  await installDefaults(systemContext('tests'));
  const read = async (id: string) => (await callRoute(getOne, at(id, viewer.token))).body;
  expect(await read(untouched)).toMatchObject({ version: 2, confidence: 5, enabled: false });
  expect(await read(touched)).toMatchObject({ version: 2, confidence: 1, severity: 'low' });
  const { body } = await callRoute(versionsOf, at(untouched, viewer.token));
  expect(body.items).toMatchObject([
    { version: 2, created_by: 'The Eye', note: 'Came with a newer version of the product' },
    { version: 1, note: null },
  ]);
});
