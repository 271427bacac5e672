import { readBounded } from '#lib/platform/read-bounded.ts';
import { ALL_PERMISSIONS } from '../permissions.ts';
import type { PermissionHolder } from './schema.ts';

type Row = Omit<PermissionHolder, 'expires_at'> & { expires_at: Date | null };

/** Enabled users who may do this, by their address, with the first reason found for each: the widest grant last. */
export async function readHolders(name: string, limit: number): Promise<PermissionHolder[]> {
  const rows = await readBounded<Row>(
    `WITH RECURSIVE fit AS (
        SELECT id, name FROM permissions WHERE name = $1 OR name = $2
          OR name ~ '[.:]\\*$' AND starts_with($1, left(name, -1))
      ), allowing AS (
        SELECT rp.role_id, rp.role_id AS from_role_id, fit.name AS grant_name FROM role_permissions rp JOIN fit ON fit.id = rp.permission_id
        UNION
        SELECT up.role_id, a.from_role_id, a.grant_name FROM allowing a JOIN role_parents up ON up.parent_id = a.role_id
      ), held AS (
        SELECT ug.user_id, fit.name AS grant_name, NULL::uuid AS role_id, NULL::uuid AS from_role_id, ug.expires_at
          FROM user_permissions ug JOIN fit ON fit.id = ug.permission_id
        UNION ALL
        SELECT ur.user_id, a.grant_name, a.role_id, a.from_role_id, ur.expires_at
          FROM user_roles ur JOIN allowing a ON a.role_id = ur.role_id
      )
      SELECT DISTINCT ON (u.email) u.id AS user_id, u.email, u.name, held.grant_name AS "grant", given.name AS role,
        CASE WHEN given.id <> source.id THEN source.name END AS from_role, held.expires_at
      FROM held JOIN users u ON u.id = held.user_id AND u.enabled
        LEFT JOIN roles given ON given.id = held.role_id LEFT JOIN roles source ON source.id = held.from_role_id
      WHERE held.expires_at IS NULL OR held.expires_at > now()
      ORDER BY u.email, held.grant_name = $2, held.grant_name <> $1, given.name NULLS FIRST LIMIT $3`,
    [name, ALL_PERMISSIONS, limit],
  );
  return rows.map((row) => ({ ...row, expires_at: row.expires_at?.toISOString() ?? null }));
}
