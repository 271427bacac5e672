import { execFile } from 'node:child_process';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as verify } from '#app/api/v1/audit/verification/route.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AuditVerification } from '#lib/audit/schema.ts';
import { sealEntries } from '#lib/audit/seal-entries.ts';
import { systemContext } from '#lib/auth/context.ts';
import { inPgTransaction, pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

const database = useTestDatabase();
let admin: Person;
let viewer: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});

const write = (count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      recordAudit(systemContext('tests'), {
        action: 'tests.write',
        subjectType: 'user',
        subjectId: String(i),
        after: { b: 1, a: [i, null, 'ä'] },
      }),
    ),
  );
const walk = async (from = 0): Promise<AuditVerification> => {
  const answer = await callRoute(verify, { token: admin.token, path: `/?from=${from}` });
  expect(answer.status).toBe(200);
  return AuditVerification.parse(answer.body);
};
/** As somebody with the rights of the database's owner can. */
const tamper = (...statements: string[]): Promise<void> =>
  inPgTransaction(async (client) => {
    await client.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  });
const seqs = async (): Promise<number[]> =>
  (await pool().query<{ seq: string }>('SELECT seq FROM audit_seals ORDER BY seq')).rows.map(({ seq }) =>
    Number(seq),
  );
const entryOf = async (seq: number): Promise<string> =>
  (await pool().query<{ id: string }>('SELECT entry_id AS id FROM audit_seals WHERE seq = $1', [seq])).rows[0]
    ?.id ?? '';

beforeEach(async () => {
  await tamper('DELETE FROM audit_seals', 'DELETE FROM audit_entries');
  await write(20);
});

describe('the chain', () => {
  it('takes every entry in once, whoever seals and however many at once', async () => {
    await Promise.all([sealEntries(), sealEntries(), sealEntries()]);
    await write(5);
    await Promise.all([sealEntries(), write(5)]);
    await sealEntries();
    expect(await seqs()).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    const { checked, next, faults, head } = await walk();
    expect([checked, next, faults, head?.seq]).toEqual([30, null, [], 30]);
  });

  it('takes in what was committed late, behind what came after it', async () => {
    await pool().query(
      `INSERT INTO audit_entries (id, actor_type, actor_name, request_id, action, subject_type, subject_id)
        SELECT '01890000-0000-7000-8000-0000000000ff', 'system', 't', 'r', 'tests.early', 'user', 'x'`,
    );
    await sealEntries();
    const { rows } = await pool().query<{ id: string }>(
      'SELECT id FROM audit_entries ORDER BY id DESC LIMIT 1',
    );
    const late = `${rows[0]?.id.slice(0, 13)}-7000-8000-000000000000`;
    await pool().query(
      `INSERT INTO audit_entries (id, actor_type, actor_name, request_id, action, subject_type, subject_id)
        VALUES ($1, 'system', 't', 'r', 'tests.late', 'user', 'x')`,
      [late],
    );
    expect(await sealEntries()).toBe(1);
    expect((await walk()).faults).toEqual([]);
  });

  it('can be neither changed nor emptied', async () => {
    await sealEntries();
    await expect(pool().query(`UPDATE audit_seals SET digest = ''`)).rejects.toThrow('never changed');
    await expect(pool().query('DELETE FROM audit_seals')).rejects.toThrow('never changed');
    await expect(pool().query('TRUNCATE audit_seals')).rejects.toThrow('never changed');
  });

  it.each<[string, (id: string) => string, string]>([
    ['a changed entry', (id) => `UPDATE audit_entries SET after = '{}' WHERE id = '${id}'`, 'entry_changed'],
    [
      'a changed time',
      (id) => `UPDATE audit_entries SET at = at + interval '1 s' WHERE id = '${id}'`,
      'entry_changed',
    ],
    [
      'another actor',
      (id) => `UPDATE audit_entries SET actor_name = 'x' WHERE id = '${id}'`,
      'entry_changed',
    ],
    ['a deleted entry', (id) => `DELETE FROM audit_entries WHERE id = '${id}'`, 'entry_missing'],
  ])('shows %s', async (_, statement, kind) => {
    await sealEntries();
    const id = await entryOf(7);
    await tamper(statement(id));
    expect((await walk()).faults).toEqual([{ kind, seq: 7, entry_id: id }]);
  });

  it('shows an entry that went with its link, and links in another order', async () => {
    await sealEntries();
    await tamper(
      `DELETE FROM audit_entries WHERE id = '${await entryOf(7)}'`,
      'DELETE FROM audit_seals WHERE seq = 7',
    );
    expect((await walk()).faults).toEqual([{ kind: 'link_missing', seq: 8, entry_id: await entryOf(8) }]);
    await tamper(
      'UPDATE audit_seals SET seq = -seq WHERE seq IN (10, 11)',
      'UPDATE audit_seals SET seq = 21 + seq WHERE seq < 0',
    );
    expect((await walk()).faults.map(({ seq }) => seq)).toEqual([8, 10, 11, 12]);
  });

  it('is for who may read the log', async () => {
    expect((await callRoute(verify, { token: viewer.token, path: '/' })).status).toBe(403);
  });
});

it('is walked from the command line, which fails where the log is not whole', async () => {
  const run = (): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATABASE_URL: database.url };
      const command = ['--disable-warning=ExperimentalWarning', 'bin/eye.ts', 'audit', 'verify'];
      execFile(process.execPath, command, { env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  const whole = await run();
  expect(whole).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^20 links .* all whole\. The newest is 20 [0-9a-f]{64}\.\n$/),
  });
  await tamper(`UPDATE audit_entries SET action = 'nothing' WHERE id = '${await entryOf(3)}'`);
  const broken = await run();
  expect([broken.code, broken.out]).toEqual([1, '']);
  expect(broken.err).toContain('link 3');
}, 60_000);
