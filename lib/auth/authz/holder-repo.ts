import { pool } from '#lib/platform/db.ts';
import type { NamedPermission } from '../grants/schema.ts';

export type HolderRow = {
  version: number;
  /** Null: there is no such user. */
  user: { id: string; email: string; name: string; enabled: boolean } | null;
  permissions: string[];
  /** Every role that counts for him, given or taken over from. */
  roleIds: string[];
  /** When the first of his grants ends; null: none does. */
  endsAt: Date | null;
};

type Row = {
  version: string;
  id: string | null;
  email: string;
  name: string;
  enabled: boolean;
  permissions: string[];
  role_ids: string[];
  ends_at: Date | null;
};

const COLUMNS = `s.version, u.id, u.email, u.name, u.enabled,
  ARRAY(SELECT DISTINCT p.name::text FROM held_permissions(u.id) h JOIN permissions p ON p.id = h.permission_id
    ORDER BY 1) AS permissions,
  ARRAY(SELECT DISTINCT role_id FROM held_roles(u.id) ORDER BY 1) AS role_ids,
  least((SELECT min(expires_at) FROM user_roles WHERE user_id = u.id AND expires_at > now()),
    (SELECT min(expires_at) FROM user_permissions WHERE user_id = u.id AND expires_at > now())) AS ends_at`;

/** A user with all he may do now and the number of the latest change, in one snapshot. */
export async function readHolder(userId: string): Promise<HolderRow> {
  const { rows } = await pool().query<Row>({
    name: 'authz-holder',
    text: `SELECT ${COLUMNS} FROM authz_state s LEFT JOIN users u ON u.id = $1`,
    values: [userId],
  });
  const [row] = rows;
  if (!row) throw new Error('The counter of changes is gone.');
  const { id, email, name, enabled } = row;
  return {
    version: Number(row.version),
    user: id === null ? null : { id, email, name, enabled },
    permissions: row.permissions,
    roleIds: row.role_ids,
    endsAt: row.ends_at,
  };
}

type CatalogueRow = { version: string; uuid: string | null; name: string; description: string };

/** Every permission and the number of the latest change, in one snapshot. */
export async function readCatalogue(): Promise<{
  version: number;
  permissions: NamedPermission[];
}> {
  const { rows } = await pool().query<CatalogueRow>(
    `SELECT s.version, p.id AS uuid, p.name, p.description FROM authz_state s LEFT JOIN permissions p ON true ORDER BY p.name`,
  );
  return {
    version: Number(rows[0]?.version),
    permissions: rows.flatMap(({ uuid, name, description }) =>
      uuid === null ? [] : [{ uuid, name, description }],
    ),
  };
}

export type Grant = {
  permission: string;
  /** Null: given to the user himself. */
  role: string | null;
  /** The role he was given, when `role` is one it takes over from. */
  through: string | null;
  expires_at: Date | null;
};

/** Where a user has what he may do now from. */
export async function readGrants(userId: string): Promise<Grant[]> {
  const { rows } = await pool().query<Grant>(
    `SELECT p.name AS permission, r.name AS role, g.name AS through, h.expires_at
      FROM held_permissions($1) h JOIN permissions p ON p.id = h.permission_id
        LEFT JOIN roles r ON r.id = h.role_id LEFT JOIN roles g ON g.id = h.given_role_id AND g.id <> h.role_id
        JOIN users u ON u.id = $1 AND u.enabled
      ORDER BY 1, 2 NULLS FIRST, 3 NULLS FIRST`,
    [userId],
  );
  return rows;
}
