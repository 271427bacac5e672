import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type AuthzProcess, startAuthzProcess } from '#tests/support/authz-processes.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

const database = useTestDatabase();
const PROCESSES = 3;
/** Sequences times their length: at least 10,000 writes, each followed by questions. */
const SEQUENCES = 200;
const LENGTH = 52;
const PROMISED_MS = 1_000;

let processes: AuthzProcess[] = [];
beforeAll(async () => {
  processes = await Promise.all(Array.from({ length: PROCESSES }, () => startAuthzProcess(database.url)));
}, 60_000);
afterAll(() => Promise.all(processes.map((one) => one[Symbol.asyncDispose]())));

/** A handful of each, so that what is written hits what was asked. */
const USERS = 4;
const ROLES = 4;
const PERMISSIONS = 5;
const user = fc.nat(USERS - 1);
const role = fc.nat(ROLES - 1);
const permission = fc.nat(PERMISSIONS - 1);

type Write =
  | { do: 'give_role' | 'take_role'; user: number; role: number }
  | { do: 'give' | 'take'; user: number; permission: number }
  | { do: 'allow' | 'forbid'; role: number; permission: number }
  | { do: 'take_over' | 'part'; role: number; parent: number }
  | { do: 'switch'; user: number; enabled: boolean };
type Step = { write: Write; asked: number; process: number };

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ do: fc.constantFrom('give_role' as const, 'take_role' as const), user, role }),
  fc.record({ do: fc.constantFrom('give' as const, 'take' as const), user, permission }),
  fc.record({ do: fc.constantFrom('allow' as const, 'forbid' as const), role, permission }),
  fc.record({ do: fc.constantFrom('take_over' as const, 'part' as const), role, parent: role }),
  fc.record({ do: fc.constant('switch' as const), user, enabled: fc.boolean() }),
);
const step: fc.Arbitrary<Step> = fc.record({ write, asked: user, process: fc.nat(PROCESSES - 1) });

/** The naive oracle: sets, walked anew for every question. */
class Oracle {
  roles = Array.from({ length: USERS }, () => new Set<number>());
  direct = Array.from({ length: USERS }, () => new Set<number>());
  allowed = Array.from({ length: ROLES }, () => new Set<number>());
  parents = Array.from({ length: ROLES }, () => new Set<number>());
  enabled = Array.from({ length: USERS }, () => true);

  apply(one: Write): void {
    if (one.do === 'give_role') this.roles[one.user]?.add(one.role);
    if (one.do === 'take_role') this.roles[one.user]?.delete(one.role);
    if (one.do === 'give') this.direct[one.user]?.add(one.permission);
    if (one.do === 'take') this.direct[one.user]?.delete(one.permission);
    if (one.do === 'allow') this.allowed[one.role]?.add(one.permission);
    if (one.do === 'forbid') this.allowed[one.role]?.delete(one.permission);
    if (one.do === 'take_over' && one.role !== one.parent) this.parents[one.role]?.add(one.parent);
    if (one.do === 'part') this.parents[one.role]?.delete(one.parent);
    if (one.do === 'switch') this.enabled[one.user] = one.enabled;
  }

  held(who: number): number[] {
    if (!this.enabled[who]) return [];
    const seen = new Set<number>();
    const walk = (one: number): void => {
      if (seen.has(one)) return;
      seen.add(one);
      for (const parent of this.parents[one] ?? []) walk(parent);
    };
    for (const one of this.roles[who] ?? []) walk(one);
    const all = [...(this.direct[who] ?? []), ...[...seen].flatMap((one) => [...(this.allowed[one] ?? [])])];
    return [...new Set(all)].sort();
  }
}

type Ids = { users: string[]; roles: string[]; permissions: string[] };

async function makeIds(): Promise<Ids> {
  const ids = {
    users: Array.from({ length: USERS }, uuidv7),
    roles: Array.from({ length: ROLES }, uuidv7),
    permissions: Array.from({ length: PERMISSIONS }, uuidv7),
  };
  await pool().query(
    `INSERT INTO users (id, email, name, password_hash, updated_at) SELECT id, id || '@example.com', 'n', 'x', now() FROM unnest($1::uuid[]) AS t(id)`,
    [ids.users],
  );
  await pool().query(
    `INSERT INTO roles (id, name, description) SELECT id, id::text, '' FROM unnest($1::uuid[]) AS t(id)`,
    [ids.roles],
  );
  await pool().query(
    `INSERT INTO permissions (id, name, description) SELECT id, id::text, '' FROM unnest($1::uuid[]) AS t(id)`,
    [ids.permissions],
  );
  return ids;
}

/** As the statements of the product do it, by whichever process. */
async function carryOut(one: Write, ids: Ids): Promise<number> {
  const [u, r, p] = [
    'user' in one ? ids.users[one.user] : '',
    'role' in one ? ids.roles[one.role] : '',
    'permission' in one ? ids.permissions[one.permission] : '',
  ];
  const add = (table: string, columns: string, values: unknown[]) =>
    pool().query(`INSERT INTO ${table} (${columns}) VALUES ($1, $2) ON CONFLICT DO NOTHING`, values);
  const remove = (table: string, [a, b]: [string, string], values: unknown[]) =>
    pool().query(`DELETE FROM ${table} WHERE ${a} = $1 AND ${b} = $2`, values);
  if (one.do === 'give_role') await add('user_roles', 'user_id, role_id', [u, r]);
  if (one.do === 'take_role') await remove('user_roles', ['user_id', 'role_id'], [u, r]);
  if (one.do === 'give') await add('user_permissions', 'user_id, permission_id', [u, p]);
  if (one.do === 'take') await remove('user_permissions', ['user_id', 'permission_id'], [u, p]);
  if (one.do === 'allow') await add('role_permissions', 'role_id, permission_id', [r, p]);
  if (one.do === 'forbid') await remove('role_permissions', ['role_id', 'permission_id'], [r, p]);
  if (one.do === 'take_over' && one.role !== one.parent)
    await add('role_parents', 'role_id, parent_id', [r, ids.roles[one.parent]]);
  if (one.do === 'part') await remove('role_parents', ['role_id', 'parent_id'], [r, ids.roles[one.parent]]);
  if (one.do === 'switch')
    await pool().query('UPDATE users SET enabled = $2 WHERE id = $1', [u, one.enabled]);
  const { rows } = await pool().query<{ version: string }>('SELECT version FROM authz_state');
  return Number(rows[0]?.version);
}

describe('three processes and an oracle', () => {
  it('agree after every write that is asked for, and a second after every other', async () => {
    let questions = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: LENGTH, maxLength: LENGTH }), async (steps) => {
        const ids = await makeIds();
        const oracle = new Oracle();
        const nameOf = (names: readonly string[] | undefined) =>
          names?.map((name) => ids.permissions.indexOf(name)).toSorted();
        for (const one of steps) {
          const atLeast = await carryOut(one.write, ids);
          oracle.apply(one.write);
          const userId = ids.users[one.asked] as string;
          const answer = await processes[one.process]?.ask({ ask: 'holder', userId, atLeast });
          questions += 1;
          expect(nameOf(answer?.names)).toEqual(oracle.held(one.asked));
        }
        // Without a number: whatever is old has become new within the time that is promised.
        const settled = processes.flatMap((process) =>
          ids.users.map(async (userId, index) => {
            await expect
              .poll(async () => nameOf((await process.ask({ ask: 'holder', userId })).names), {
                timeout: PROMISED_MS,
                interval: 5,
              })
              .toEqual(oracle.held(index));
          }),
        );
        await Promise.all(settled);
      }),
      { numRuns: SEQUENCES },
    );
    expect(questions).toBeGreaterThanOrEqual(10_000);
  }, 600_000);
});

describe('what is taken away', () => {
  const grantOf = async (person: Person, name: string): Promise<void> => {
    await pool().query(
      `INSERT INTO user_permissions (user_id, permission_id) SELECT $1, id FROM permissions WHERE name = $2`,
      [person.id, name],
    );
  };
  const takeAll = (person: Person) =>
    pool().query('DELETE FROM user_permissions WHERE user_id = $1', [person.id]);
  const isDenied = async (process: AuthzProcess, person: Person): Promise<boolean> => {
    const { names, unavailable } = await process.ask({ ask: 'holder', userId: person.id });
    return unavailable === true || names?.length === 0;
  };
  const holdsEverywhere = async (person: Person): Promise<void> => {
    for (const process of processes)
      await expect
        .poll(async () => (await process.ask({ ask: 'holder', userId: person.id })).names?.length)
        .toBe(1);
  };
  /** From the commit until the process said no, and went on saying no. */
  const untilDenied = async (process: AuthzProcess, person: Person): Promise<number> => {
    const startedAtMs = performance.now();
    while (!(await isDenied(process, person))) {
      if (performance.now() - startedAtMs > 5_000) throw new Error('It went on saying yes.');
    }
    const tookMs = performance.now() - startedAtMs;
    expect(await isDenied(process, person)).toBe(true);
    return tookMs;
  };
  /** Those of the processes: this one listens to nothing. */
  const cutListeners = async (): Promise<void> => {
    const { rowCount } = await pool().query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
        AND (query ILIKE 'LISTEN%' OR query LIKE 'SELECT pg_notify($1, $2)%')`,
    );
    expect(rowCount).toBeGreaterThanOrEqual(1);
  };

  it('is denied in every process within a second, and a session that ended as well', async () => {
    const person = await makePerson('ada', []);
    await grantOf(person, 'events:read');
    await holdsEverywhere(person);
    await takeAll(person);
    const took = await Promise.all(processes.map((process) => untilDenied(process, person)));
    expect(Math.max(...took)).toBeLessThan(PROMISED_MS);

    const { rows } = await pool().query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [
      person.id,
    ]);
    const sessionId = rows[0]?.id as string;
    const alive = async (process: AuthzProcess) => (await process.ask({ ask: 'session', sessionId })).alive;
    for (const process of processes) expect(await alive(process)).toBe(true);
    await pool().query('UPDATE sessions SET revoked_at = now() WHERE id = $1', [sessionId]);
    for (const process of processes)
      await expect.poll(() => alive(process), { timeout: PROMISED_MS, interval: 5 }).toBe(false);
  });

  it('is denied within a second while nobody is told of changes', async () => {
    const person = await makePerson('bea', []);
    for (let round = 0; round < 5; round++) {
      await grantOf(person, 'events:read');
      await holdsEverywhere(person);
      await cutListeners();
      await takeAll(person);
      const took = await Promise.all(processes.map((process) => untilDenied(process, person)));
      expect(Math.max(...took)).toBeLessThan(PROMISED_MS);
    }
  });

  it('is denied by a process that stood still meanwhile, from its first answer on', async () => {
    const person = await makePerson('cem', []);
    await grantOf(person, 'events:read');
    await holdsEverywhere(person);
    const [paused] = processes;
    paused?.signal('SIGSTOP');
    await takeAll(person);
    await new Promise((resolve) => setTimeout(resolve, PROMISED_MS + 200));
    const asked = paused && isDenied(paused, person);
    paused?.signal('SIGCONT');
    expect(await asked).toBe(true);
  });
});
