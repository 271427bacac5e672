import type { User } from './schema.ts';
import type { UserRow } from './user-repo.ts';

export function presentUser(row: UserRow): User {
  return {
    id: row.id,
    uuid: row.id,
    email: row.email,
    name: row.name,
    first_name: row.firstName,
    last_name: row.lastName,
    enabled: row.enabled,
    roles: row.roles.map(({ role }) => role.name).sort(),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    last_sign_in_at: row.lastSignInAt?.toISOString() ?? null,
    invited_at: row.invitedAt?.toISOString() ?? null,
    email_verified_at: row.emailVerifiedAt?.toISOString() ?? null,
    live_sessions: row._count.sessions,
  };
}
