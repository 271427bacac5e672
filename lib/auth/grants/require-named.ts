import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findPermission, findPermissions, selectRoles } from './repo.ts';
import type { NamedPermission, Role } from './schema.ts';

/** @throws AppError `not_found`. */
export async function requireNamedRole(db: Db, name: string): Promise<Role> {
  const [role] = await selectRoles(db, [name]);
  if (!role) throw new AppError('not_found', 'There is no role with this name.');
  return role;
}

/** @throws AppError `not_found`. */
export async function requireNamedPermission(db: Db, name: string): Promise<NamedPermission> {
  const permission = await findPermission(db, name);
  if (!permission) throw new AppError('not_found', 'There is no permission with this name.');
  return permission;
}

const unknownAt = (path: string, names: readonly string[], known: ReadonlySet<string>): AppError =>
  new AppError('invalid', `There is something in ${path} that does not exist.`, {
    details: {
      errors: names.flatMap((name, index) =>
        known.has(name) ? [] : [{ path: `${path}[${index}]`, message: 'does not exist' }],
      ),
    },
  });

/** The ids of permissions listed in a body. @throws AppError `invalid` with the path of each that does not exist. */
export async function idsOfPermissions(db: Db, names: readonly string[]): Promise<string[]> {
  const found = await findPermissions(db, names);
  const known = new Set(found.map(({ name }) => name));
  if (names.some((name) => !known.has(name))) throw unknownAt('permissions', names, known);
  return found.map(({ uuid }) => uuid);
}

/** The ids of parents listed in a body. @throws AppError `invalid` likewise. */
export async function idsOfParents(db: Db, names: readonly string[]): Promise<string[]> {
  const found = await selectRoles(db, names);
  const known = new Set(found.map(({ name }) => name));
  if (names.some((name) => !known.has(name))) throw unknownAt('parents', names, known);
  return found.map(({ uuid }) => uuid);
}
