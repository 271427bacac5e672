import { execFile, spawn } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { currentSigningKey } from '#lib/auth/signing-keys.ts';
import { openSecretKey, sealSecretKey } from '#lib/clients/client-secret.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { rotateSecret } from '#lib/clients/rotate-secret.ts';
import { createDestination } from '#lib/dispatch/create-destination.ts';
import { openSecrets } from '#lib/dispatch/open-destination.ts';
import { DestinationInput } from '#lib/dispatch/schema.ts';
import { inPgTransaction, pool, prisma } from '#lib/platform/db.ts';
import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { SEALED_COLUMNS, type SealedColumn, sealedPlace } from '#lib/platform/sealed-columns.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { countSealedSecrets } from '#lib/secrets/count-sealed-secrets.ts';
import { rewrapSecrets } from '#lib/secrets/rewrap-secrets.ts';
import { openSourceSecret } from '#lib/sources/source-secret.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeSource } from '#tests/support/make-source.ts';

const database = useTestDatabase();
const ctx = () => systemContext('tests');

const key = (version: number): string => `${version}:${Buffer.alloc(32, version).toString('base64')}`;
const before = process.env.ENCRYPTION_KEYS;
/** As after a restart with these keys, the first one the current. */
const useKeys = (...versions: number[]): void => {
  process.env.ENCRYPTION_KEYS = versions.map(key).join(',');
  for (const slot of ['env', 'key-ring', 'signing-keys']) forgetSingleton(slot);
};
beforeEach(async () => {
  await pool().query(
    'TRUNCATE clients, client_secrets, destinations, sources, source_secrets, signing_keys, audit_entries, files, finding_places, slack_workspaces, slack_messages, mail_settings, authenticators CASCADE',
  );
  useKeys(1);
});
afterEach(() => {
  process.env.ENCRYPTION_KEYS = before;
  for (const slot of ['env', 'key-ring', 'signing-keys']) forgetSingleton(slot);
});

type Outcome = { code: number; out: string; err: string };
const ARGS = ['--disable-warning=ExperimentalWarning', 'bin/eye.ts', 'keys'];
const envOf = () => ({ ...process.env, DATABASE_URL: database.url });
const eye = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...ARGS, ...args], { env: envOf() }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

let named = 0;
const makeClient = () => createClient(ctx(), { name: `client ${named++}` });
const makeDestination = () =>
  createDestination(
    ctx(),
    DestinationInput.parse({
      name: `hook ${named++}`,
      kind: 'http',
      config: { url: 'https://example.com/', headers: { 'x-key': 'key-0123456789' } },
    }),
  );
/** One secret in every sealed column. */
async function fillEveryColumn() {
  const [client, destination, source, { kid, privateKey }] = [
    await makeClient(),
    await makeDestination(),
    await makeSource({ scheme: 'github' }),
    await currentSigningKey(),
  ];
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const [placeId, fileId] = [uuidv7(), uuidv7()];
  await pool().query(
    `INSERT INTO finding_places (id, finding_id, subject_kind, subject_id, pattern_id, pattern_version, pattern_name,
      severity, action, confidence, path, masked, start_offset, end_offset, sealed)
      VALUES ($1, $1, 'event', $1, $1, 1, 'p', 'low', 'log', 1, 'a', 'b', 0, 1, $2)`,
    [placeId, sealSecret('leak', sealedPlace('finding_places.sealed', placeId))],
  );
  await pool().query(`INSERT INTO files (id, size_bytes, uploader, sealed) VALUES ($1, 1, 'tests', $2)`, [
    fileId,
    sealSecret('key', sealedPlace('files.sealed', fileId)),
  ]);
  const [userId, authenticatorId, mailId] = [uuidv7(), uuidv7(), uuidv7()];
  await pool().query(
    `INSERT INTO users (id, email, name, password_hash, updated_at) VALUES ($1, $2, 'n', 'x', now())`,
    [userId, `${userId}@example.com`],
  );
  await pool().query(
    'INSERT INTO authenticators (id, user_id, sealed, created_at) VALUES ($1, $2, $3, now())',
    [authenticatorId, userId, sealSecret('seed', sealedPlace('authenticators.sealed', authenticatorId))],
  );
  await pool().query(
    `INSERT INTO mail_settings (id, host, port, tls, login_user, sealed, from_address, from_name, updated_at)
      VALUES ($1, 'smtp.example.com', 587, 'starttls', 'eye', $2, 'eye@example.com', 'The Eye', now())`,
    [mailId, sealSecret('password', sealedPlace('mail_settings.sealed', mailId))],
  );
  const [workspaceId, messageId] = [uuidv7(), uuidv7()];
  await pool().query(
    `INSERT INTO slack_workspaces (id, team_id, name, bot_user_id, sealed, has_admin_token, has_discovery_token)
      VALUES ($1, 'T1', 'Acme', 'U1', $2, false, false)`,
    [workspaceId, sealSecret('tokens', sealedPlace('slack_workspaces.sealed', workspaceId))],
  );
  await pool().query(
    `INSERT INTO slack_messages (id, workspace_id, event_id, channel_id, ts, revision, sealed)
      VALUES ($1, $2, 'Ev1', 'C1', '1.0', '', $3)`,
    [messageId, workspaceId, sealSecret('words', sealedPlace('slack_messages.sealed', messageId))],
  );
  return { client, source, destination: destination as { id: string; signing_secret: string }, kid, pem };
}
const ofClients = (done: Awaited<ReturnType<typeof rewrapSecrets>>) =>
  done.find(({ column }) => column === 'client_secrets.sealed');
type Row = { id: string; sealed: string };
async function rowsOf(place: SealedColumn): Promise<Row[]> {
  const [table, column] = place.split('.');
  const { rows } = await pool().query<Row>(`SELECT id, ${column} AS sealed FROM ${table} ORDER BY id`);
  return rows;
}
const put = (place: SealedColumn, id: string, sealed: string) => {
  const [table, column] = place.split('.');
  return pool().query(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [id, sealed]);
};
const everyRow = async (): Promise<(Row & { column: SealedColumn })[]> => {
  const columns = Object.keys(SEALED_COLUMNS) as SealedColumn[];
  const rows = await Promise.all(
    columns.map(async (column) => (await rowsOf(column)).map((row) => ({ ...row, column }))),
  );
  return rows.flat();
};
const versions = async (): Promise<Record<number, number>> => {
  const uses: Record<number, number> = {};
  for (const { counts } of (await countSealedSecrets()).columns)
    for (const { version, count } of counts) uses[version] = (uses[version] ?? 0) + count;
  return uses;
};
/** Many secrets of one client, straight into the table. */
async function makeSecrets(count: number): Promise<void> {
  const { client_id } = await makeClient();
  const ids = Array.from({ length: count }, () => uuidv7());
  await pool().query(
    `INSERT INTO client_secrets (id, client_id, sealed, prefix, last_four)
      SELECT id, $3, sealed, 'eyesk_', '0000' FROM unnest($1::uuid[], $2::text[]) AS t (id, sealed)`,
    [ids, ids.map((id) => sealSecretKey('eyesk_many', id)), client_id],
  );
}

describe('keys rewrap', () => {
  it('brings every column to the current key; the old key can be removed and everything still opens', async () => {
    const made = await fillEveryColumn();
    const old = await everyRow();
    expect(new Set(old.map(({ column }) => column)).size).toBe(Object.keys(SEALED_COLUMNS).length);
    useKeys(2, 1);
    const { code, out, err } = await eye('rewrap');
    expect([code, out.split('\n')[0]]).toEqual([0, '10 secrets brought to key 2.']);
    expect(out).toContain('Key 1 is needed by no secret: it may leave ENCRYPTION_KEYS.');
    for (const column of Object.keys(SEALED_COLUMNS)) expect(err).toContain(`${column} `);
    const fresh = await everyRow();
    for (const [i, row] of fresh.entries()) {
      const [version, wrapped, text] = row.sealed.split('.');
      const [, oldWrapped, oldText] = (old[i] as Row).sealed.split('.');
      expect([version, text]).toEqual(['v2', oldText]);
      expect(wrapped).not.toBe(oldWrapped);
    }
    useKeys(2);
    const secret = made.client.secrets[0] as { id: string };
    const [row] = await rowsOf('client_secrets.sealed');
    expect(openSecretKey(String(row?.sealed), secret.id)).toBe(made.client.secret_key);
    const [given] = await rowsOf('source_secrets.sealed');
    expect(openSourceSecret(given as Row)).toBe(made.source.secret);
    const kept = await prisma().destination.findUniqueOrThrow({ where: { id: made.destination.id } });
    expect(openSecrets(kept)).toMatchObject({ signing_secret: made.destination.signing_secret });
    expect((await currentSigningKey()).kid).toBe(made.kid);
    const [sealed] = await rowsOf('signing_keys.sealed_private');
    expect(openSecret(String(sealed?.sealed), sealedPlace('signing_keys.sealed_private', made.kid))).toBe(
      made.pem,
    );
  });

  it('gives data keys to secrets from before there were any', async () => {
    const { client_id, secrets, secret_key } = await makeClient();
    const { id } = secrets[0] as { id: string };
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32, 1), nonce);
    cipher.setAAD(Buffer.from(`client_secrets.sealed:${id}`));
    const bytes = [nonce, cipher.update(secret_key), cipher.final(), cipher.getAuthTag()];
    await put('client_secrets.sealed', id, `v1.${Buffer.concat(bytes).toString('base64url')}`);
    expect((await eye('status')).out).toContain('key 1  1 secret, without a data key of its own');
    expect((await eye('rewrap')).code).toBe(0);
    const [row] = await rowsOf('client_secrets.sealed');
    expect(row?.sealed).toMatch(/^v1\.[\w-]{80}\.[\w-]+$/);
    expect(openSecretKey(String(row?.sealed), id)).toBe(secret_key);
    expect(client_id).toBeTruthy();
  });

  it('leaves a line in the audit log with each batch, and none when there is nothing to do', async () => {
    await makeClient();
    useKeys(2, 1);
    const lines = () => prisma().auditEntry.findMany({ where: { action: 'secrets.rewrap' } });
    expect((await eye('rewrap')).code).toBe(0);
    expect(await lines()).toMatchObject([
      {
        actorType: 'system',
        actorName: 'command line',
        subjectType: 'encryption_key',
        subjectId: '2',
        after: { column: 'client_secrets.sealed', rewrapped: 1 },
      },
    ]);
    expect((await eye('rewrap')).out).toContain('0 secrets brought to key 2.');
    expect(await lines()).toHaveLength(1);
  });

  it('never overwrites a rotation that happens meanwhile', async () => {
    const clients = [];
    for (let i = 0; i < 40; i++) clients.push(await makeClient());
    useKeys(2, 1);
    const rotating = Promise.all(
      clients.map(async ({ client_id }) => (await rotateSecret(ctx(), client_id, '1h')).secret_key),
    );
    const [keys] = await Promise.all([rotating, rewrapSecrets(ctx()), rewrapSecrets(ctx())]);
    await rewrapSecrets(ctx());
    expect(Object.keys(await versions())).toEqual(['2']);
    useKeys(2);
    for (const [i, { client_id, secret_key }] of clients.entries()) {
      const rows = await prisma().clientSecret.findMany({
        where: { clientId: client_id },
        orderBy: { id: 'desc' },
      });
      expect(rows.map(({ id, sealed }) => openSecretKey(sealed, id))).toEqual([keys[i], secret_key]);
    }
  });

  it('does not wait for a writer, and leaves what he holds to him', async () => {
    const [held, free] = [await makeClient(), await makeClient()];
    const idOf = ({ secrets }: typeof held): string => (secrets[0] as { id: string }).id;
    useKeys(2, 1);
    await inPgTransaction(async (writer) => {
      const theirs = sealSecretKey('eyesk_written-meanwhile', idOf(held));
      await writer.query('UPDATE client_secrets SET sealed = $2 WHERE id = $1', [idOf(held), theirs]);
      expect(ofClients(await rewrapSecrets(ctx()))).toMatchObject({ rewrapped: 1, unopened: [] });
    });
    const rows = await rowsOf('client_secrets.sealed');
    const opened = Object.fromEntries(rows.map(({ id, sealed }) => [id, openSecretKey(sealed, id)]));
    expect(opened).toEqual({ [idOf(held)]: 'eyesk_written-meanwhile', [idOf(free)]: free.secret_key });
  });

  it('killed in the middle has done whole batches, and the next one finishes', {
    timeout: 60_000,
  }, async () => {
    await makeSecrets(4_000);
    useKeys(2, 1);
    const child = spawn(process.execPath, [...ARGS, 'rewrap'], {
      env: envOf(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(child.stderr, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const halfway = await versions();
    expect(halfway[1]).toBeGreaterThan(0);
    expect(halfway[2]).toBeGreaterThan(0);
    expect((halfway[2] as number) % 100).toBe(0);
    expect((await eye('rewrap')).code).toBe(0);
    expect(Object.keys(await versions())).toEqual(['2']);
    useKeys(2);
    for (const { id, sealed } of (await rowsOf('client_secrets.sealed')).slice(-4_000 + 1).slice(0, 50))
      expect(openSecretKey(sealed, id)).toBe('eyesk_many');
  });

  it('names what no key opens, fails, and brings over the rest', async () => {
    const [good, swapped] = [await makeClient(), await makeClient()];
    const [row] = await rowsOf('client_secrets.sealed');
    const { id } = swapped.secrets[0] as { id: string };
    await put('client_secrets.sealed', id, String(row?.sealed));
    useKeys(2, 1);
    const { code, out, err } = await eye('rewrap');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`client_secrets.sealed of ${id}`);
    expect(await versions()).toEqual({ 1: 1, 2: 1 });
    expect(good.secrets).toHaveLength(1);
  });
});

describe('keys status', () => {
  it('tells for every key whether it is still needed, and of one that is missing', async () => {
    await makeClient();
    useKeys(3, 1);
    await makeClient();
    const { out } = await eye('status');
    expect(out).toContain('Key 3 wraps 1 secret and every new one.');
    expect(out).toContain('Key 1 is needed by 1 secret: keys rewrap brings them to key 3.');
    useKeys(3, 2);
    const status = JSON.parse((await eye('status', '--json')).out);
    expect(status).toMatchObject({ current: 3, known: [3, 2] });
    const told = (await eye('status')).out;
    expect(told).toContain('Key 2 is needed by no secret: it may leave ENCRYPTION_KEYS.');
    expect(told).toContain('Key 1 is not in ENCRYPTION_KEYS: 1 secret cannot be read.');
  });
});

describe('keys verify', () => {
  it('opens every secret, and names those that do not open', async () => {
    await fillEveryColumn();
    expect(await eye('verify')).toMatchObject({ code: 0, out: expect.stringContaining('10 secrets in 10') });
    const swapped = await makeClient();
    const [row] = await rowsOf('source_secrets.sealed');
    const { id } = swapped.secrets[0] as { id: string };
    await put('client_secrets.sealed', id, String(row?.sealed));
    const { code, out, err } = await eye('verify');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('1 secret of 11 cannot be opened');
    expect(err).toContain(`client_secrets.sealed of ${id}`);
  });
});

describe('a ciphertext that was moved', () => {
  it('opens neither in another row nor in another column', async () => {
    await fillEveryColumn();
    await fillEveryColumn().catch(() => undefined);
    await makeDestination();
    const rows = await everyRow();
    const open = ({ column, id }: { column: SealedColumn; id: string }, sealed: string) =>
      openSecret(sealed, sealedPlace(column, id));
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      expect(open(row, row.sealed)).toBeTruthy();
      for (const other of rows) if (other !== row) expect(() => open(row, other.sealed)).toThrow();
    }
  });
});
