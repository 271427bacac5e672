import type { Db } from '#lib/platform/db.ts';
import { ALL_PERMISSIONS, BUILT_IN_ROLES, PERMISSIONS } from './permissions.ts';
import { addPermissions, addRole, addRolePermissions } from './seed-repo.ts';

const ALL = { name: ALL_PERMISSIONS, description: 'Holds every permission' };

/**
 * Adds the permissions and roles this version brings and the database lacks. A built-in role that exists gets only
 * permissions that are new themselves: what an administrator took out of it stays out.
 */
export async function seedPermissions(db: Db): Promise<void> {
  const wanted = Object.entries(PERMISSIONS).map(([name, description]) => ({ name, description }));
  const added = await addPermissions(db, [ALL, ...wanted]);
  for (const [name, { description, permissions }] of Object.entries(BUILT_IN_ROLES)) {
    const isNew = await addRole(db, { name, description });
    await addRolePermissions(
      db,
      name,
      permissions.filter((permission) => isNew || added.has(permission)),
    );
  }
}
