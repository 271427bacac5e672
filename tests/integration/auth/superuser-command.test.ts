import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { prisma } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';

const database = useTestDatabase();
const PASSWORD = 'a password of some length';
type Outcome = { code: number; out: string; err: string };

/** As from a pipe: one line for each question. */
function eye(args: readonly string[], lines: readonly string[] = []): Promise<Outcome> {
  const env = { ...process.env, DATABASE_URL: database.url };
  const command = ['--disable-warning=ExperimentalWarning', 'bin/eye.ts', ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  });
}
const count = () => prisma().user.count();

it('init can be repeated, and makes a superuser once where nobody may do everything', async () => {
  await prisma().user.deleteMany();
  expect(await eye(['init'])).toMatchObject({ code: 0, out: 'The database is ready.\n' });
  expect(await count()).toBe(0);
  const first = await eye(['init', '--with-superuser', '--email', 'Ada@Example.com'], ['Ada', '', PASSWORD]);
  expect(first).toMatchObject({
    code: 0,
    out: 'The database is ready. The superuser ada@example.com is made.\n',
  });
  expect(first.out + first.err).not.toContain(PASSWORD);
  const again = await eye(['init', '--with-superuser']);
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('may do everything already') });
  expect(await count()).toBe(1);
  const signedIn = { email: 'ada@example.com', password: PASSWORD, userAgent: null, kind: 'api' } as const;
  await expect(signIn(systemContext('tests'), signedIn)).resolves.toMatchObject({ name: 'Ada' });
}, 60_000);

it('superuser create asks for what is missing, and refuses a taken address, no address and a short password', async () => {
  const made = await eye(['superuser', 'create'], ['bea@example.com', 'Bea', 'Berg', PASSWORD]);
  expect(made).toMatchObject({ code: 0, out: 'The superuser bea@example.com is made.\n' });
  const row = await prisma().user.findUnique({
    where: { email: 'bea@example.com' },
    select: { firstName: true, lastName: true, roles: { select: { role: { select: { name: true } } } } },
  });
  expect(row).toEqual({ firstName: 'Bea', lastName: 'Berg', roles: [{ role: { name: 'administrator' } }] });
  const taken = await eye(['superuser', 'create', '--email', 'BEA@example.com'], ['', '', PASSWORD]);
  expect([taken.code, taken.out]).toEqual([1, '']);
  expect(taken.err).toContain('taken');
  expect((await eye(['superuser', 'create', '--email', 'none'], ['', '', PASSWORD])).code).toBe(1);
  const short = await eye(['superuser', 'create', '--email', 'x@example.com'], ['', '', 'short']);
  expect([short.code, short.err]).toEqual([1, expect.stringContaining('Password:')]);
  expect((await eye(['superuser', 'create', '--password', PASSWORD])).code).toBe(2);
}, 60_000);

it('superuser delete refuses who is none, who does not exist, and the last one', async () => {
  const plain = {
    id: '01890000-0000-7000-8000-00000000000a',
    email: 'plain@example.com',
    name: 'P',
    passwordHash: 'x',
  };
  await prisma().user.create({ data: plain });
  const remove = (email: string) => eye(['superuser', 'delete', '--email', email]);
  expect(await remove('plain@example.com')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no superuser'),
  });
  expect(await remove('nobody@example.com')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no user'),
  });
  expect(await remove('bea@example.com')).toMatchObject({ code: 0 });
  expect(await remove('ada@example.com')).toMatchObject({
    code: 1,
    err: expect.stringContaining('last administrator'),
  });
  expect(await prisma().user.findUnique({ where: { email: 'ada@example.com' } })).not.toBeNull();
}, 60_000);
