import type { Db } from '#lib/platform/db.ts';
import { ALL_PERMISSIONS } from '../permissions.ts';
import { MAX_REVIEWED } from './schema.ts';

type Counted<T> = T & { total: number };

export type IdleUserRow = Counted<{
  id: string;
  email: string;
  name: string;
  roles: string[];
  direct: number;
  lastSeenAt: Date | null;
}>;

/** Enabled users with grants that count who were not seen since, the one seen longest ago first. */
export function findIdleUsers(db: Db, since: Date, now: Date): Promise<IdleUserRow[]> {
  return db.$queryRaw`
    SELECT u.id, u.email, u.name, held.roles, held.direct, seen.at AS "lastSeenAt", (count(*) OVER ())::int AS total
    FROM users u
    CROSS JOIN LATERAL (
      SELECT GREATEST(u.last_sign_in_at, (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id)) AS at
    ) seen
    CROSS JOIN LATERAL (
      SELECT
        ARRAY(SELECT r.name::text FROM user_roles ur JOIN roles r ON r.id = ur.role_id
          WHERE ur.user_id = u.id AND (ur.expires_at IS NULL OR ur.expires_at > ${now}) ORDER BY 1) AS roles,
        (SELECT count(*)::int FROM user_permissions up
          WHERE up.user_id = u.id AND (up.expires_at IS NULL OR up.expires_at > ${now})) AS direct
    ) held
    WHERE u.enabled AND COALESCE(seen.at, u.created_at) < ${since}
      AND (cardinality(held.roles) > 0 OR held.direct > 0)
    ORDER BY seen.at NULLS FIRST, u.id
    LIMIT ${MAX_REVIEWED}`;
}

export type PersonRow = Counted<{ id: string; email: string; name: string }>;

/** Enabled users who may do everything and have neither an authenticator nor a passkey. */
export function findBareAdministrators(db: Db): Promise<PersonRow[]> {
  return db.$queryRaw`
    SELECT u.id, u.email, u.name, (count(*) OVER ())::int AS total FROM users u
    WHERE u.enabled
      AND EXISTS (SELECT FROM held_permissions(u.id) h JOIN permissions p ON p.id = h.permission_id
        WHERE p.name = ${ALL_PERMISSIONS})
      AND NOT EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id AND a.confirmed_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM passkeys k WHERE k.user_id = u.id)
    ORDER BY u.email
    LIMIT ${MAX_REVIEWED}`;
}

export type UnheldRoleRow = Counted<{ name: string; permissions: number }>;

export function findUnheldRoles(db: Db, now: Date): Promise<UnheldRoleRow[]> {
  return db.$queryRaw`
    WITH RECURSIVE held AS (
      SELECT ur.role_id FROM user_roles ur WHERE ur.expires_at IS NULL OR ur.expires_at > ${now}
      UNION
      SELECT rp.parent_id FROM held JOIN role_parents rp ON rp.role_id = held.role_id
    )
    SELECT r.name, (SELECT count(*)::int FROM role_permissions rp WHERE rp.role_id = r.id) AS permissions,
      (count(*) OVER ())::int AS total
    FROM roles r WHERE NOT EXISTS (SELECT FROM held WHERE held.role_id = r.id)
    ORDER BY r.name
    LIMIT ${MAX_REVIEWED}`;
}

export type UnheldPermissionRow = Counted<{ name: string }>;

export function findUnheldPermissions(db: Db, now: Date): Promise<UnheldPermissionRow[]> {
  return db.$queryRaw`
    SELECT p.name, (count(*) OVER ())::int AS total FROM permissions p
    WHERE NOT EXISTS (SELECT FROM role_permissions rp WHERE rp.permission_id = p.id)
      AND NOT EXISTS (SELECT FROM user_permissions up
        WHERE up.permission_id = p.id AND (up.expires_at IS NULL OR up.expires_at > ${now}))
    ORDER BY p.name
    LIMIT ${MAX_REVIEWED}`;
}
