import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readFile, DELETE as remove } from '#app/api/v1/files/[id]/route.ts';
import { GET as listFiles, POST as upload } from '#app/api/v1/files/route.ts';
import { POST as reveal } from '#app/api/v1/findings/[id]/reveal/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { resumeFiles } from '#lib/files/resume-files.ts';
import type { Revealed } from '#lib/findings/schema.ts';
import { REMOTE_ADDRESS_HEADER } from '#lib/http/request-context.ts';
import type { DescribedFile } from '#lib/pipeline/describe-file.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { scanFile } from '#lib/pipeline/scan-file.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makeXlsx, makeZip } from '#tests/support/make-files.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';
let client: TestClient;
let other: TestClient;
let admin: Person;
let viewer: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  client = await makeClient();
  other = await makeClient();
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});
afterAll(closeScanner);

type Sent = { status: number; body: Record<string, unknown> };

async function send(
  name: string,
  bytes: Buffer | string,
  { token = client.token, part = 'file' } = {},
): Promise<Sent> {
  const form = new FormData();
  form.set(part, new File([new Uint8Array(Buffer.from(bytes))], name));
  const headers = { authorization: `Bearer ${token}`, [REMOTE_ADDRESS_HEADER]: '127.0.0.1' };
  const request = new Request('http://localhost:3000/api/v1/files', { method: 'POST', headers, body: form });
  const response = await upload(request, { params: Promise.resolve({}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const read = async (id: string, token = client.token): Promise<DescribedFile> => {
  const answer = await callRoute(readFile, { params: { id }, token });
  expect(answer.status).toBe(200);
  return answer.body as unknown as DescribedFile;
};

/** Uploads, scans as the worker does, and reads. */
async function scanned(name: string, bytes: Buffer | string): Promise<DescribedFile> {
  const { status, body } = await send(name, bytes);
  expect(status).toBe(202);
  expect(body).toEqual({ id: body.id, state: 'queued', status_url: `/api/v1/files/${body.id}` });
  await scanFile(body.id as string);
  return read(body.id as string);
}

const everything = async (): Promise<string> => {
  const tables = ['files', 'file_contents', 'findings', 'finding_places', 'audit_entries', 'pgboss.job'];
  const rows = await Promise.all(
    tables.map((table) => pool().query(`SELECT row_to_json(t)::text AS text FROM ${table} t`)),
  );
  return rows.flatMap((result) => result.rows.map(({ text }) => text as string)).join('\n');
};

describe('a file', () => {
  it('with a card in a cell says so, and where', async () => {
    const sheet = `<row><c r="A1" t="inlineStr"><is><t>card</t></is></c></row><row><c r="A2" t="inlineStr"><is><t>${CARD}</t></is></c></row>`;
    const file = await scanned('customers.zip', makeZip({ 'q3.xlsx': makeXlsx({ Sales: sheet }) }));
    expect(file).toMatchObject({ name: 'customers.zip', kind: 'zip', state: 'leaking', reason: null });
    expect(file.findings).toMatchObject([
      {
        pattern: 'Card number',
        path: 'q3.xlsx!Sales!A2',
        masked: '************1111',
        subject: { kind: 'file' },
      },
    ]);
  });

  it('without anything is clean', async () => {
    expect(await scanned('a.txt', 'nothing to see')).toMatchObject({ state: 'clean', findings: [] });
  });

  it('that cannot be read says why, and the administrators are told', async () => {
    const file = await scanned('a.zip', makeZip({ 'a.txt': { data: CARD, encrypted: true } }));
    expect(file).toMatchObject({ state: 'unscannable', reason: 'encrypted', findings: [] });
    const { rowCount } = await pool().query("SELECT 1 FROM events WHERE name = 'file.unscannable'");
    expect(rowCount).toBe(1);
  });

  it('is never joined over two cells', async () => {
    expect((await scanned('a.csv', '4111111111,111111\n')).state).toBe('clean');
  });

  it('and what it leaks stand nowhere in clear, not even in its name; its bytes go once it was scanned', async () => {
    const { body } = await send(`card ${CARD}.txt`, `the card ${CARD}`);
    expect(await everything()).not.toContain(CARD);
    await scanFile(body.id as string);
    const file = await read(body.id as string);
    expect(file.name).toBe('card ************1111.txt');
    const all = await everything();
    expect(all).toContain('************1111');
    expect(all).not.toContain(CARD);
    expect(all).not.toContain('4111111111111111');
    expect(await prisma().fileContent.count({ where: { fileId: file.id } })).toBe(0);
    expect((await prisma().file.findUnique({ where: { id: file.id } }))?.sealed).toBeNull();
    const shown = await callRoute(reveal, {
      params: { id: file.findings[0]?.id ?? '' },
      body: { reason: 'the customer called' },
      token: admin.token,
    });
    expect((shown.body as unknown as Revealed).places.map(({ value }) => value)).toContain(CARD);
  });

  it('scanned twice at once is written once', async () => {
    const { body } = await send('a.txt', `card ${CARD}`);
    const id = body.id as string;
    await Promise.all([scanFile(id), scanFile(id), scanFile(id)]);
    await scanFile(id);
    expect((await read(id)).findings).toHaveLength(1);
  });

  it('that nobody works on any more gets another job', async () => {
    const { body } = await send('a.txt', 'x');
    const jobs = async () =>
      (
        await pool().query(`SELECT 1 FROM pgboss.job WHERE name = 'scan-file' AND data->>'id' = $1`, [
          body.id,
        ])
      ).rowCount;
    expect(await jobs()).toBe(1);
    await resumeFiles(new Date());
    expect(await jobs()).toBe(1);
    await resumeFiles(new Date(Date.now() + 180_000));
    expect(await jobs()).toBe(2);
  });
});

describe('who may see it', () => {
  it('its client and readers of files, not another client', async () => {
    const { body } = await send('a.txt', 'x');
    const id = body.id as string;
    expect((await read(id, viewer.token)).uploader).toContain('client');
    const answer = await callRoute(readFile, { params: { id }, token: other.token });
    expect(answer.status).toBe(404);
    const list = await callRoute(listFiles, { token: other.token });
    expect(list.body.items).toEqual([]);
    const mine = await callRoute(listFiles, { token: client.token, path: '/?state=queued' });
    expect((mine.body.items as { id: string }[]).map((file) => file.id)).toContain(id);
  });

  it('who deletes it takes what was found in it along, and the trail says so', async () => {
    const { id, findings } = await scanned('a.txt', 'card 5555 5555 5555 4444');
    expect(findings).toHaveLength(1);
    const call = { method: 'DELETE', params: { id } };
    expect((await callRoute(remove, { ...call, token: viewer.token })).status).toBe(403);
    expect((await callRoute(remove, { ...call, token: admin.token })).status).toBe(204);
    expect(await prisma().findingPlace.count({ where: { subjectId: id } })).toBe(0);
    expect(await prisma().auditEntry.findFirst({ where: { subjectId: id } })).toMatchObject({
      action: 'files.delete',
    });
  });
});

describe('refused', () => {
  it('without a part "file", empty, too large, or no form at all', async () => {
    expect(await send('a.txt', 'x', { part: 'other' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'file' }] },
    });
    expect(await send('a.txt', '')).toMatchObject({ status: 422, body: { errors: [{ path: 'file' }] } });
    expect((await send('a.bin', Buffer.alloc(25 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await callRoute(upload, { body: {}, token: client.token })).status).toBe(415);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await callRoute(upload, { body: 'no form', headers, token: client.token })).status).toBe(400);
  });

  it('from whoever may not upload', async () => {
    expect((await send('a.txt', 'x', { token: viewer.token })).status).toBe(403);
  });
});
