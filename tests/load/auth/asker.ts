import type { Target } from '../connection.ts';
import type { Product } from '../product.ts';
import { asObserver } from '../workload.ts';

const PERMISSIONS_HELD = 200;

export type Asker = { id: string; validation: Target; query: Target };

/** A user with 200 permissions through one role, and what other services ask with his token. */
export async function makeAsker(product: Product): Promise<Asker> {
  const role = `bench:${Date.now()}`;
  const names = Array.from({ length: PERMISSIONS_HELD }, (_, i) => `bench:p${i}`);
  await asObserver(product, (client) =>
    client.query(
      `INSERT INTO permissions (id, name, description) SELECT gen_random_uuid(), name, '' FROM unnest($1::text[]) AS t(name)
        ON CONFLICT DO NOTHING`,
      [names],
    ),
  );
  await product.call('POST', '/api/v1/roles', { name: role, permissions: names });
  const email = `${role.replace(':', '-')}@example.com`;
  const made = await product.call<{ id: string; password: string }>('POST', '/api/v1/users', {
    email,
    name: 'Asker',
    roles: [role],
  });
  const pair = await product.call<{ access_token: string }>('POST', '/api/v1/auth_token', {
    email,
    password: made.password,
  });
  const target = (path: string): Target => ({
    url: `${product.url}/api/v1${path}`,
    method: 'GET',
    headers: { authorization: `Bearer ${pair.access_token}` },
  });
  const asked = encodeURIComponent(
    JSON.stringify({ any: ['bench:none', { all: ['bench:p1', 'bench:p199'] }] }),
  );
  return {
    id: made.id,
    validation: target('/auth_token/validation'),
    query: target(`/users/${made.id}/combined_permissions/validation?permissions=${asked}`),
  };
}
