import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { prisma } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';

const database = useTestDatabase();

// A server that takes tokens is connected; the first question of a process takes longer than it gives its store.
beforeAll(() => prisma().client.count());

type Outcome = { code: number; out: string; err: string };

function eye(...args: string[]): Promise<Outcome> {
  const env = { ...process.env, DATABASE_URL: database.url };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'bin/eye.ts', ...args],
      { env },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

describe('client create', () => {
  it('prints one JSON object and nothing else, with which a client is accepted', async () => {
    const { code, out, err } = await eye('client', 'create', '--name', 'From a script', '--json');
    expect([code, err]).toEqual([0, '']);
    const made = JSON.parse(out) as Record<string, string>;
    expect(Object.keys(made)).toEqual(['client_id', 'secret_key', 'auth_id', 'secret']);
    const { client_id: clientId = '', secret_key: secretKey = '' } = made;
    const token = mintClientToken({ clientId, secretKey, lifetimeSeconds: 60 });
    const actor = await authenticateClient(token, undefined);
    expect(actor).toMatchObject({ id: clientId, name: 'From a script' });
  });

  it('says on standard error that a name is taken, and fails', async () => {
    await eye('client', 'create', '--name', 'Twice');
    const again = await eye('client', 'create', '--name', 'twice', '--json');
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain('taken');
  });
});

describe('token', () => {
  it('prints a token that is accepted', async () => {
    const made = JSON.parse((await eye('client', 'create', '--name', 'Trying', '--json')).out);
    const { code, out } = await eye('token', made.client_id, '--lifetime', '30');
    expect(code).toBe(0);
    expect((await authenticateClient(out.trim(), undefined)).id).toBe(made.client_id);
  });

  it('fails for a client that does not exist', async () => {
    const { code, out, err } = await eye('token', randomUUID());
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('There is no client with this id.\n');
  });
});

describe('client rotate', () => {
  it('prints the new secret once, with which the client is accepted beside the one before', async () => {
    const made = JSON.parse((await eye('client', 'create', '--name', 'Rotated', '--json')).out);
    const { code, out, err } = await eye('client', 'rotate', made.client_id, '--json');
    expect([code, err]).toEqual([0, '']);
    const rotated = JSON.parse(out) as Record<string, string>;
    expect(rotated).toEqual({ client_id: made.client_id, secret_key: expect.stringMatching(/^eyesk_/) });
    expect(rotated.secret_key).not.toBe(made.secret_key);
    for (const secretKey of [made.secret_key, rotated.secret_key]) {
      const token = mintClientToken({ clientId: made.client_id, secretKey, lifetimeSeconds: 60 });
      expect((await authenticateClient(token, undefined)).id).toBe(made.client_id);
    }
    const again = await eye('client', 'rotate', made.client_id);
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain('still good until');
    const entries = await prisma().auditEntry.findMany({ where: { action: 'clients.rotate' } });
    expect(entries.map(({ subjectId }) => subjectId)).toEqual([made.client_id]);
  });

  it('ends the secret before at once when that is asked for', async () => {
    const made = JSON.parse((await eye('client', 'create', '--name', 'Leaked', '--json')).out);
    const { code, out } = await eye('client', 'rotate', made.client_id, '--overlap', 'now');
    expect([code, out]).toEqual([0, expect.stringMatching(/secret_key {2}eyesk_[\w-]+\n/)]);
    const { client_id: clientId, secret_key: secretKey } = made;
    const token = mintClientToken({ clientId, secretKey, lifetimeSeconds: 60 });
    await expect(authenticateClient(token, undefined)).rejects.toThrow('not valid');
  });

  it('fails for a client that does not exist', async () => {
    const { code, err } = await eye('client', 'rotate', randomUUID());
    expect([code, err]).toEqual([1, 'There is no client with this id.\n']);
  });
});

describe('client list', () => {
  it('lists what was made', async () => {
    await eye('client', 'create', '--name', 'Listed', '--category', 'billing');
    const list = JSON.parse((await eye('client', 'list', '--json')).out) as Record<string, unknown>[];
    expect(list.find(({ name }) => name === 'Listed')).toMatchObject({ allowed_categories: ['billing'] });
    expect((await eye('client', 'list')).out).toMatch(/enabled +last used never +Listed\n/);
  });
});

describe.concurrent('wrong use', () => {
  it.each([
    [[], 'A command is missing'],
    [['launch'], 'no command "launch"'],
    [['client', 'create'], '--name NAME'],
    [['client', 'create', '--name', ''], '--name'],
    [['client', 'create', '--name', 'x', '--jsn'], '--jsn'],
    [['client', 'rotate'], 'CLIENT_ID'],
    [['client', 'rotate', 'x'], 'CLIENT_ID'],
    [['client', 'rotate', '01a1fd7b-a923-7000-b10b-b3c9f8492179', '--overlap', '2h'], '--overlap'],
    [['token'], 'CLIENT_ID'],
    [['token', 'x'], 'CLIENT_ID'],
    [['token', '01a1fd7b-a923-7000-b10b-b3c9f8492179', '--lifetime', 'long'], '--lifetime'],
  ])('of %j is told on standard error with exit code 2', async (args, words) => {
    const { code, out, err } = await eye(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err).toContain('npm run --silent eye');
  });

  it('help is an answer', async () => {
    const { code, out } = await eye('help');
    expect(code).toBe(0);
    expect(out).toContain('client create --name NAME');
  });
});
