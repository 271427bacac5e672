import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findRoles, type RoleRow } from './role-repo.ts';

/** The roles of these names. @throws AppError `invalid` with the path of each name that no role has. */
export async function requireRoles(db: Db, names: readonly string[]): Promise<RoleRow[]> {
  const roles = await findRoles(db, names);
  const known = new Set(roles.map(({ name }) => name));
  const errors = names.flatMap((name, index) =>
    known.has(name) ? [] : [{ path: `roles[${index}]`, message: 'is the name of no role' }],
  );
  if (errors.length > 0) throw new AppError('invalid', 'A role does not exist.', { details: { errors } });
  return roles;
}
