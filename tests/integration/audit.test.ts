import { beforeAll, describe, expect, it } from 'vitest';
import { GET as exportAudit } from '#app/api/v1/audit/export/route.ts';
import { GET } from '#app/api/v1/audit/route.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { systemContext } from '#lib/auth/context.ts';
import { inTransaction, prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { parseCsv } from '#tests/support/parse-csv.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
let admin: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  for (const number of [1, 2, 3, 4, 5]) {
    await recordAudit(systemContext('numbering'), {
      action: number % 2 === 0 ? 'things.update' : 'things.create',
      subjectType: 'enrichment_rule',
      subjectId: `thing ${number}`,
      after: { number },
    });
  }
});

const list = (query: string) => callRoute(GET, { token: admin.token, path: `/?${query}` });
const subjects = async (query: string) =>
  ((await list(query)).body.items as { subject_id: string }[]).map(({ subject_id }) =>
    subject_id.replace('thing ', ''),
  );

describe('200', () => {
  it('tells who did what, the latest first', async () => {
    const { items } = (await list('subject_type=enrichment_rule&limit=1')).body as {
      items: Record<string, unknown>[];
    };
    expect(items[0]).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      actor: { type: 'system', id: null, name: 'numbering' },
      request_id: expect.any(String),
      address: null,
      action: 'things.create',
      subject_type: 'enrichment_rule',
      subject_id: 'thing 5',
      before: null,
      after: { number: 5 },
    });
  });

  it('names the user and his address', async () => {
    const { items } = (await list(`actor=${admin.id}`)).body as { items: Record<string, unknown>[] };
    expect(items[0]).toMatchObject({
      action: 'sessions.create',
      actor: { type: 'user', id: admin.id, name: admin.email },
      address: '127.0.0.1',
    });
  });

  it.each([
    ['subject_type=enrichment_rule', '54321'],
    ['action=things.', '54321'],
    ['action=things.update', '42'],
    ['actor=NUMBER&subject_id=thing%203', '3'],
    ['q=THING%204', '4'],
    ['subject_type=enrichment_rule&q=%25', ''],
    ['subject_type=enrichment_rule&actor=n_mber', ''],
    ['subject_type=enrichment_rule&action=things_', ''],
    ['subject_type=enrichment_rule&from=2001-01-01T00:00:00', '54321'],
    ['subject_type=enrichment_rule&to=2001-01-01T00:00:00%2B02:00', ''],
  ])('filters by %s', async (query, expected) => {
    expect((await subjects(query)).join('')).toBe(expected);
  });

  it('pages both ways without losing or repeating a row', async () => {
    const first = await list('subject_type=enrichment_rule&limit=2');
    const second = await list(`subject_type=enrichment_rule&limit=2&cursor=${first.body.next}`);
    const third = await list(`subject_type=enrichment_rule&limit=2&cursor=${second.body.next}`);
    const numbers = [first, second, third].flatMap(({ body }) =>
      (body.items as { after: { number: number } }[]).map(({ after }) => after.number),
    );
    expect(numbers).toEqual([5, 4, 3, 2, 1]);
    expect(third.body.next).toBeNull();
    const back = await list(`subject_type=enrichment_rule&limit=2&cursor=${third.body.prev}`);
    expect(back.body.items).toEqual(second.body.items);
  });
});

describe('400', () => {
  it.each([
    ['from=yesterday', 'from'],
    ['to=1900-01-01T00:00:00Z', 'to'],
    ['cursor=AAAA', 'cursor'],
    ['q=a%00b', 'q'],
    ['q=a&q=b', 'q'],
  ])('names the fault in %s', async (query, path) => {
    const answer = await list(query);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });
});

describe('403', () => {
  it('is not for whoever may only look around', async () => {
    const viewer = await makePerson('vera', ['viewer']);
    const answer = await callRoute(GET, { token: viewer.token });
    expect(answer.status).toBe(403);
    expect(answer.body.permission).toBe('audit:read');
  });
});

describe('the trail', () => {
  it('loses the row of a change that was rolled back', async () => {
    const entry = { action: 'things.never', subjectType: 'enrichment_rule', subjectId: 'never' } as const;
    const work = inTransaction(systemContext('numbering'), async (ctx) => {
      await recordAudit(ctx, entry);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await prisma().auditEntry.count({ where: { action: 'things.never' } })).toBe(0);
  });

  it('can neither be changed nor cut', async () => {
    await expect(prisma().auditEntry.updateMany({ data: { action: 'things.nothing' } })).rejects.toThrow(
      /never changed/,
    );
    await expect(prisma().auditEntry.deleteMany({})).rejects.toThrow(/never changed/);
  });
});

describe('as a file', () => {
  const take = async (query: string, token = admin.token) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = new Request(`http://localhost/api/v1/audit/export?${query}`, { headers });
    return exportAudit(request, { params: Promise.resolve({}) });
  };

  it('holds what the filters find, the newest first, and says itself who took it', async () => {
    const answer = await take('format=ndjson&subject_type=enrichment_rule');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"');
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { subject_id: string }).subject_id)).toEqual(
      [5, 4, 3, 2, 1].map((number) => `thing ${number}`),
    );
    const { items } = (await list('action=audit.export')).body as { items: Record<string, unknown>[] };
    expect(items[0]).toMatchObject({ actor: { id: admin.id }, after: { format: 'ndjson' } });
  });

  it('is CSV with a header line, whatever the values hold', async () => {
    await recordAudit(systemContext('=cmd()'), {
      ...{ action: 'formula.make', subjectType: 'user', subjectId: 'a,"b"' },
      after: { text: 'two\nlines' },
    });
    const rows = parseCsv(await (await take('format=csv&action=formula.')).text());
    const [head = [], row = []] = rows;
    const cell = (name: string) => row[head.indexOf(name)];
    expect(rows).toHaveLength(2);
    expect(cell('subject_id')).toBe('a,"b"');
    expect(cell('after')).toBe('{"text":"two\\nlines"}');
    expect(cell('actor_name')?.startsWith('=')).toBe(false);
  });

  it('is refused to whoever may not read the log', async () => {
    const { token } = await makePerson('valentin', ['viewer']);
    expect((await take('format=csv', token)).status).toBe(403);
  });
});
