import { z } from 'zod';
import { Moment } from '#lib/platform/schema.ts';

/** How a permission or role is called; it never changes. A permission may end in a star: it allows whatever begins so. */
const NAME = /^[a-z0-9_.:-]{1,80}$/;
const GRANT = /^(?=.{1,80}$)[a-z0-9_.:-]+(?:[.:]\*)?$/;
const RoleName = z.string().regex(NAME, 'has to be 1 to 80 of a-z 0-9 _ . : -');
const PermissionName = z
  .string()
  .regex(GRANT, 'has to be 1 to 80 of a-z 0-9 _ . : - and may end in .* or :*');
const Description = z.string().trim().max(256);

export const NamedPermission = z.object({ uuid: z.string(), name: z.string(), description: z.string() });
export type NamedPermission = z.output<typeof NamedPermission>;

export const Permission = NamedPermission.extend({
  /** The product itself asks for it: it cannot be deleted. */
  built_in: z.boolean(),
  roles: z.array(z.string()),
});
export type Permission = z.output<typeof Permission>;

export const Role = NamedPermission.extend({
  permissions: z.array(NamedPermission),
  /** Roles whose permissions it allows as well. */
  parents: z.array(z.string()),
  /** How many hold it. */
  users: z.int(),
  /** It comes with the product: it keeps its name and stays. */
  built_in: z.boolean(),
});
export type Role = z.output<typeof Role>;

export const MAX_HOLDERS = 500;

/** Somebody who may do something, and by which grant. */
export const PermissionHolder = z.object({
  user_id: z.string(),
  email: z.string(),
  name: z.string(),
  /** What he holds: the permission itself, a star that covers it, or everything. */
  grant: z.string(),
  /** The role he was given; null: it was given to himself. */
  role: z.string().nullable(),
  /** The role that allows it, when his takes over from it. */
  from_role: z.string().nullable(),
  expires_at: z.iso.datetime().nullable(),
});
export type PermissionHolder = z.output<typeof PermissionHolder>;
export type PermissionHolders = { items: PermissionHolder[]; capped: boolean };

export const NewPermission = z.strictObject({ name: PermissionName, description: Description.default('') });
export type NewPermission = z.output<typeof NewPermission>;
export const PermissionChange = z.strictObject({ description: Description });

export const NewRole = z.strictObject({
  name: RoleName,
  description: Description.default(''),
  permissions: z.array(PermissionName).max(1_000).default([]),
  parents: z.array(RoleName).max(20).default([]),
});
export type NewRole = z.output<typeof NewRole>;
export const RoleChange = z
  .strictObject({
    name: RoleName,
    description: Description,
    /** All of them: what is not named here is taken out. */
    permissions: z.array(PermissionName).max(1_000),
    parents: z.array(RoleName).max(20),
  })
  .partial();
export type RoleChange = z.output<typeof RoleChange>;

/** Giving a role or a permission, for good or until a moment. */
export const RoleGrant = z.strictObject({ name: RoleName, expires_at: Moment.nullable().default(null) });
export const PermissionGrant = z.strictObject({
  name: PermissionName,
  expires_at: Moment.nullable().default(null),
});
export type Grant = z.output<typeof PermissionGrant>;

export const RoleParams = z.object({ name: z.string().max(80) });
export const RolePermissionParams = RoleParams.extend({ permission: z.string().max(80) });
export const UserRoleParams = z.object({
  id: z.guid('is not an id').toLowerCase(),
  role: z.string().max(80),
});
export const UserPermissionParams = z.object({
  id: z.guid('is not an id').toLowerCase(),
  permission: z.string().max(80),
});
