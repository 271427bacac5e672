import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { countStatements, resetStatements } from '../statement-count.ts';
import { asObserver } from '../workload.ts';

const USERS = 100_000;
const ROLES = 1_000;
const ASKED = 500;
const MAX_P99_MS = 10;

/** As many people as a large organisation has, each with three roles of twenty permissions. */
async function populate(product: Product): Promise<void> {
  await asObserver(product, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(`
      INSERT INTO roles (id, name, description) SELECT gen_random_uuid(), 'crowd:' || i, '' FROM generate_series(1, ${ROLES}) i;
      INSERT INTO permissions (id, name, description) SELECT gen_random_uuid(), 'crowd:p' || i, '' FROM generate_series(1, 500) i;
      INSERT INTO role_permissions (role_id, permission_id)
        SELECT r.id, p.id FROM (SELECT id, row_number() OVER () AS n FROM roles WHERE name LIKE 'crowd:%') r
          JOIN (SELECT id, row_number() OVER () AS n FROM permissions WHERE name LIKE 'crowd:p%') p ON (p.n + r.n * 7) % 25 = 0;
      INSERT INTO users (id, email, name, password_hash, updated_at)
        SELECT gen_random_uuid(), 'crowd' || i || '@example.com', 'c', 'x', now() FROM generate_series(1, ${USERS}) i;
      INSERT INTO user_roles (user_id, role_id)
        SELECT u.id, r.id FROM (SELECT id, row_number() OVER () AS n FROM users WHERE email LIKE 'crowd%') u
          JOIN (SELECT id, row_number() OVER () AS n FROM roles WHERE name LIKE 'crowd:%') r
            ON r.n IN (1 + u.n % ${ROLES}, 1 + (u.n * 3) % ${ROLES}, 1 + (u.n * 7) % ${ROLES})`);
    await client.query('ANALYZE users, roles, permissions, user_roles, role_permissions');
  });
}

/** What the first question about somebody costs: one statement, and its time. */
export async function measureCold(product: Product): Promise<Line[]> {
  await populate(product);
  const ids = await asObserver(product, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM users WHERE email LIKE 'crowd%' ORDER BY random() LIMIT ${ASKED + 20}`,
    );
    return rows.map(({ id }) => id);
  });
  const ask = (id: string) =>
    product.call('GET', `/api/v1/users/${id}/combined_permissions/validation?permissions=%22crowd:p1%22`);
  for (const id of ids.slice(0, 20)) await ask(id);
  const idle = product.pauseWorker();
  const times: number[] = [];
  await resetStatements(product);
  const startedAtMs = performance.now();
  for (const id of ids.slice(20)) {
    const askedAtMs = performance.now();
    await ask(id);
    times.push(performance.now() - askedAtMs);
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const statements = await countStatements(product);
  idle();
  const perAsk = statements / ASKED;
  const p99 = percentile(times, 0.99);
  // Looking for changes is counted as well: four a second.
  const most = 1 + (8 * (seconds + 1)) / ASKED;
  return [
    {
      measure: `a cold check among ${USERS.toLocaleString('en')} users and ${ROLES.toLocaleString('en')} roles: SQL statements; p50, p99`,
      figure: `${perAsk.toFixed(2)}; ${ms(percentile(times, 0.5))}, ${ms(p99)}`,
      target: `1 (and the looks for changes); p99 <= ${MAX_P99_MS} ms`,
      holds: perAsk <= most && p99 <= MAX_P99_MS,
    },
  ];
}
